package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RequiredTopics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Offers knowledge of a file to streams-knowledge, as answers that nobody asked for here, and says
 * what it accepted. A repeated run changes nothing.
 */
public final class KnowledgeImport {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LISTED = 5;

  private final ImportOptions options;
  private final AppConfig config;
  private final PrintWriter out;

  public KnowledgeImport(ImportOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.config = options.cluster().read(KnowledgeConfig.APP, CommonConfig.NO_HTTP);
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Sends the answers, and returns once streams-knowledge has decided.
   *
   * @return whether all of the file is known now
   * @throws UserException if the file is none of an export, or streams-knowledge does not read
   */
  public boolean run() {
    KnowledgeFileReader file = new KnowledgeFileReader(options.file());
    Set<SubjectKind> kinds = EnumSet.noneOf(SubjectKind.class);
    int[] rows = {0};
    file.forEach(
        answer -> {
          kinds.add(answer.getSubjectKind());
          rows[0]++;
        });
    if (rows[0] == 0) {
      throw new UserException(options.file() + " has no rows");
    }
    Brokers.require(config);
    List<Topic> needed = new ArrayList<>(List.of(Topic.KNOWLEDGE_ANSWERS));
    kinds.forEach(kind -> needed.add(KnowledgeTopics.of(kind)));
    RequiredTopics.require(config, config.topicPrefix(), needed);
    Map<SubjectKey, Long> sent = send(file, KnownPositions.read(config, kinds));
    if (sent.size() < rows[0]) {
      out.println(
          "%,d of %,d texts are not news: there is knowledge at their position or a later one"
              .formatted(rows[0] - sent.size(), rows[0]));
      out.flush();
    }
    if (sent.isEmpty()) {
      return true;
    }
    new ReadAnswers(config, PATIENCE).await();
    return report(sent, KnownPositions.read(config, kinds));
  }

  /** The subjects that were sent, with their positions. */
  private Map<SubjectKey, Long> send(KnowledgeFileReader file, KnownPositions known) {
    Map<SubjectKey, Long> sent = new LinkedHashMap<>();
    try (RecordPublisher publisher =
        RecordPublisher.bulk(config.clients().producer(), config.schemas(), config.topicPrefix())) {
      file.forEach(
          answer -> {
            SubjectKey key = key(answer);
            if (!known.covers(key, answer.getPosition())) {
              publisher.send(Topic.KNOWLEDGE_ANSWERS, key.id(), answer);
              sent.merge(key, answer.getPosition(), Math::max);
            }
          });
      publisher.flush();
    }
    return sent;
  }

  private static SubjectKey key(KnowledgeAnswer answer) {
    return new SubjectKey(answer.getSubjectKind(), answer.getSubjectId());
  }

  private boolean report(Map<SubjectKey, Long> sent, KnownPositions now) {
    List<SubjectKey> refused =
        sent.entrySet().stream()
            .filter(each -> !now.covers(each.getKey(), each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    out.println("Accepted: %,d of %,d".formatted(sent.size() - refused.size(), sent.size()));
    if (!refused.isEmpty()) {
      out.println(
          ("Not accepted: %s%s. streams-knowledge does not know them, has not seen as many of their"
                  + " events or as new a content as the texts are based on, or made a dead letter:"
                  + " see its laser_knowledge_ignored_total, and laser dead-letters list")
              .formatted(
                  String.join(
                      ", ",
                      refused.stream()
                          .limit(LISTED)
                          .map(key -> KnowledgeTopics.name(key.kind()) + " " + key.id())
                          .toList()),
                  refused.size() > LISTED ? ", …" : ""));
    }
    out.flush();
    return refused.isEmpty();
  }
}
