package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RequiredTopics;
import io.laserstreams.tools.client.TopicEnds;
import io.laserstreams.tools.knowledge.SubjectProgress.Stage;
import io.laserstreams.tools.output.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the writing of knowledge about a whole catalogue or user base to its end, and has those
 * asked about again whose requests were given up. streams-knowledge asks by itself, so everything
 * is on the topics: whoever starts again continues.
 */
public final class KnowledgeBackfill {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final KnowledgeBackfillOptions options;
  private final AppConfig config;
  private final PrintWriter out;
  private final String subjects;

  public KnowledgeBackfill(KnowledgeBackfillOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.config = options.cluster().read(KnowledgeConfig.APP, CommonConfig.NO_HTTP);
    this.out = requireNonNull(out, "out is null");
    this.subjects = KnowledgeTopics.name(options.kind()) + "s";
  }

  /**
   * Returns once nobody waits for an answer.
   *
   * @return whether there is knowledge about all
   * @throws UserException if nothing happens for the patience
   */
  public boolean run() {
    Brokers.require(config);
    RequiredTopics.require(
        config,
        config.topicPrefix(),
        List.of(
            Topic.ITEMS,
            Topic.INTERACTIONS,
            Topic.KNOWLEDGE_REQUESTS,
            Topic.KNOWLEDGE_ANSWERS,
            KnowledgeTopics.of(options.kind()),
            Topic.DEAD_LETTERS));
    try (Coverage coverage = Coverage.open(config, options.kind());
        Admin admin = Admin.create(config.clients().admin())) {
      coverage.readToEnd();
      say(coverage, "There is");
      if (options.again()) {
        askAgain(coverage);
      }
      follow(coverage, new Inputs(new TopicEnds(admin)));
      return end(coverage);
    }
  }

  private void say(Coverage coverage, String verb) {
    out.println(
        ("%s knowledge about %,d of %,d %s; %,d wait for an answer, %,d were given up, %,d were not"
                + " asked about")
            .formatted(
                verb,
                coverage.count(Stage.DONE),
                coverage.total(),
                subjects,
                coverage.count(Stage.WAITING),
                coverage.count(Stage.GIVEN_UP),
                coverage.count(Stage.NOT_ASKED)));
    out.flush();
  }

  private void askAgain(Coverage coverage) {
    List<KnowledgeRequest> requests = coverage.givenUp();
    try (RecordPublisher publisher =
        RecordPublisher.bulk(config.clients().producer(), config.schemas(), config.topicPrefix())) {
      requests.forEach(
          request -> publisher.send(Topic.KNOWLEDGE_REQUESTS, request.getSubjectId(), request));
      publisher.flush();
    }
    out.println("Asked again about %,d %s".formatted(requests.size(), subjects));
    out.flush();
    coverage.readToEnd();
  }

  /** How much of what was there at the start streams-knowledge has not read. */
  private final class Inputs {
    private final TopicEnds ends;
    private final Map<String, Map<TopicPartition, Long>> until = new HashMap<>();

    Inputs(TopicEnds ends) {
      this.ends = ends;
      List<Topic> topics = new ArrayList<>(List.of(Topic.KNOWLEDGE_ANSWERS));
      topics.add(options.kind() == SubjectKind.ITEM ? Topic.ITEMS : Topic.INTERACTIONS);
      topics.forEach(topic -> until.put(config.topic(topic), ends.of(config.topic(topic))));
    }

    long left() {
      return until.entrySet().stream()
          .mapToLong(topic -> ends.left(config.applicationId(), topic.getKey(), topic.getValue()))
          .sum();
    }
  }

  private void follow(Coverage coverage, Inputs inputs) {
    long giveUp = System.nanoTime() + options.patience().toNanos();
    long settled = -1;
    long left = Long.MAX_VALUE;
    try (Progress progress = Progress.counting("knowledge", subjects, coverage.total())) {
      while (true) {
        long before = left;
        left = inputs.left();
        if (left == 0) {
          coverage.readToEnd(); // what the last of the inputs led to
        } else {
          coverage.read(POLL);
        }
        long waiting = coverage.count(Stage.WAITING);
        long notAsked = coverage.count(Stage.NOT_ASKED);
        long now = 2 * coverage.total() - waiting - 2 * notAsked; // grows with each step of anybody
        progress.at(coverage.count(Stage.DONE), coverage.total());
        if (left == 0 && waiting == 0 && notAsked == 0) {
          return;
        }
        if (now != settled || left < before) {
          settled = now;
          giveUp = System.nanoTime() + options.patience().toNanos();
        } else if (System.nanoTime() > giveUp) {
          if (left == 0 && waiting == 0) {
            return;
          }
          throw stuck(coverage, left);
        }
        coverage.read(POLL);
      }
    }
  }

  private UserException stuck(Coverage coverage, long left) {
    return new UserException(
        ("nothing happened for %d s: %,d %s wait for an answer%s. Do streams-knowledge and a"
                + " knowledge-worker run? The requests stay on their topic; the same command"
                + " continues")
            .formatted(
                options.patience().toSeconds(),
                coverage.count(Stage.WAITING),
                subjects,
                left == 0
                    ? ""
                    : ", and group %s has not read %,d records"
                        .formatted(config.applicationId(), left)));
  }

  private boolean end(Coverage coverage) {
    say(coverage, "Now there is");
    if (coverage.count(Stage.GIVEN_UP) > 0) {
      out.println(
          "Given up, by the last reason: "
              + coverage.reasons()
              + "; --again asks about them once more, laser dead-letters list shows them");
    }
    if (options.kind() == SubjectKind.USER) {
      out.println(
          "Users with fewer events than "
              + KnowledgeConfig.COLD_START_EVENTS
              + " are not asked about, and not counted here");
    } else if (coverage.count(Stage.NOT_ASKED) > 0) {
      out.println(
          "Not asked about: they wait for the budget ("
              + KnowledgeConfig.BUDGET_TOKENS
              + ") or for answers to others ("
              + KnowledgeConfig.REQUEST_IN_FLIGHT_MAX
              + "), or their requests have expired");
    }
    out.flush();
    return coverage.count(Stage.DONE) == coverage.total();
  }
}
