package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.knowledge.SubjectProgress.Stage;
import io.laserstreams.worker.WorkerConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far knowledge about all users, or all items, is: by the topics alone, so that whoever reads
 * them again sees the same. For one thread.
 */
final class Coverage implements AutoCloseable {
  private static final String GIVEN_UP = "knowledge-timeout";

  private final SubjectKind kind;
  private final String requestTopic;
  private final String itemTopic;
  private final AvroDeserializer<KnowledgeRequest> requests;
  private final RecordReader reader;
  private final Map<String, SubjectProgress> subjects = new HashMap<>();

  private Coverage(
      SubjectKind kind,
      String requestTopic,
      String itemTopic,
      AvroDeserializer<KnowledgeRequest> requests,
      RecordReader reader) {
    this.kind = requireNonNull(kind, "kind is null");
    this.requestTopic = requireNonNull(requestTopic, "requestTopic is null");
    this.itemTopic = requireNonNull(itemTopic, "itemTopic is null");
    this.requests = requireNonNull(requests, "requests is null");
    this.reader = requireNonNull(reader, "reader is null");
  }

  static Coverage open(AppConfig config, SubjectKind kind) {
    Set<Topic> topics =
        EnumSet.of(Topic.KNOWLEDGE_REQUESTS, Topic.DEAD_LETTERS, KnowledgeTopics.of(kind));
    if (kind == SubjectKind.ITEM) {
      topics.add(Topic.ITEMS);
    }
    return new Coverage(
        kind,
        config.topic(Topic.KNOWLEDGE_REQUESTS),
        config.topic(Topic.ITEMS),
        new AvroDeserializer<>(config.schemas(), KnowledgeRequest.class),
        new RecordReader(
            config.clients().consumer(), config.schemas(), config.topicPrefix(), topics));
  }

  /** Reads everything up to the current ends. */
  void readToEnd() {
    reader.forEachToEnd(this::add);
  }

  /** Reads what has come, or comes in this time. */
  void read(Duration patience) {
    reader.poll(patience).forEach(this::add);
  }

  /** How many subjects are at a stage. */
  long count(Stage stage) {
    return there().stream().filter(subject -> subject.stage() == stage).count();
  }

  long total() {
    return there().size();
  }

  /** The requests that were given up, as they were. */
  List<KnowledgeRequest> givenUp() {
    return there().stream().map(SubjectProgress::again).filter(Objects::nonNull).toList();
  }

  /** How many were given up, by why. */
  Map<String, Integer> reasons() {
    Map<String, Integer> reasons = new TreeMap<>();
    there().stream()
        .filter(subject -> subject.stage() == Stage.GIVEN_UP)
        .forEach(subject -> reasons.merge(subject.reason(), 1, Integer::sum));
    return reasons;
  }

  private List<SubjectProgress> there() {
    return subjects.values().stream().filter(SubjectProgress::isThere).toList();
  }

  private void add(Received received) {
    try {
      String id = received.record().key();
      long at = received.record().timestamp();
      switch (received.topic()) {
        case ITEMS -> of(id).exists(received.record().value() != null);
        case KNOWLEDGE_REQUESTS -> {
          KnowledgeRequest request = reader.value(received, KnowledgeRequest.class);
          if (request != null && request.getSubjectKind() == kind) {
            of(id).requested(request, at);
          }
        }
        case DEAD_LETTERS ->
            letter(
                id,
                DeadLetter.read(received.record().headers(), null, received.record().value()),
                at);
        default -> {
          Knowledge knowledge = reader.value(received, Knowledge.class);
          of(id).known(knowledge == null ? null : knowledge.getPosition(), at);
        }
      }
    } catch (UnreadableRecordException e) {
      // No app can read it either.
    }
  }

  private void letter(String id, DeadLetter letter, long at) {
    if (itemTopic.equals(letter.topic()) && letter.app().equals(KnowledgeConfig.APP)) {
      if (kind == SubjectKind.ITEM) {
        of(id).unusable(letter.reason(), at);
      }
      return;
    }
    if (!requestTopic.equals(letter.topic()) || letter.value() == null) {
      return;
    }
    KnowledgeRequest request = requests.deserialize(requestTopic, letter.value());
    if (request == null || request.getSubjectKind() != kind) {
      return;
    }
    SubjectProgress subject = of(request.getSubjectId());
    if (letter.app().equals(KnowledgeConfig.APP) && letter.reason().equals(GIVEN_UP)) {
      subject.givenUp(request, at);
    } else if (letter.app().equals(WorkerConfig.APP)) {
      subject.refused(letter.reason(), at);
    }
  }

  private SubjectProgress of(@Nullable String id) {
    return subjects.computeIfAbsent(String.valueOf(id), unused -> new SubjectProgress(kind));
  }

  @Override
  public void close() {
    reader.close();
  }
}
