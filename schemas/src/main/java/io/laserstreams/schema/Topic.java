package io.laserstreams.schema;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of topics: the single source of names, keys, contents, partitions and retention.
 * Provisioning, apps, tests and the documentation read it. Keys are plain UTF-8 strings,
 * partitioned by murmur2 like the Java producer's.
 *
 * <p>Real names carry a prefix, see {@link #on(String)}, so that several systems can share a
 * cluster.
 */
public enum Topic {
  INTERACTIONS(
      "interactions",
      "userId",
      Interaction.SCHEMA$,
      Retention.time(Duration.ofDays(90)),
      "producers",
      "streams-scoring, streams-knowledge"),
  IMPRESSIONS(
      "impressions",
      "userId",
      Impression.SCHEMA$,
      Retention.time(Duration.ofDays(7)),
      "producers",
      "streams-scoring"),
  ITEMS(
      "items",
      "itemId",
      Item.SCHEMA$,
      Retention.compact(),
      "producers",
      "streams-scoring, streams-knowledge, trainer"),
  USERS(
      "users",
      "userId",
      User.SCHEMA$,
      Retention.compact(),
      "producers",
      "streams-scoring, streams-knowledge"),
  KNOWLEDGE_REQUESTS(
      "knowledge-requests",
      "subjectId",
      KnowledgeRequest.SCHEMA$,
      Retention.time(Duration.ofDays(7)),
      "streams-knowledge",
      "knowledge-worker"),
  KNOWLEDGE_ANSWERS(
      "knowledge-answers",
      "subjectId",
      KnowledgeAnswer.SCHEMA$,
      Retention.time(Duration.ofDays(7)),
      "knowledge-worker, laser knowledge import",
      "streams-knowledge"),
  KNOWLEDGE_USERS(
      "knowledge-users",
      "userId",
      Knowledge.SCHEMA$,
      Retention.compact(),
      "streams-knowledge",
      "streams-scoring"),
  KNOWLEDGE_ITEMS(
      "knowledge-items",
      "itemId",
      Knowledge.SCHEMA$,
      Retention.compact(),
      "streams-knowledge",
      "streams-scoring, trainer"),
  SCORES(
      "scores",
      "userId",
      ScoredSlate.SCHEMA$,
      Retention.time(Duration.ofDays(7)),
      "streams-scoring",
      "consumers"),
  SAMPLES(
      "samples",
      "userId",
      TrainingSample.SCHEMA$,
      Retention.time(Duration.ofDays(30)),
      "streams-scoring",
      "trainer"),
  ITEM_CONTRIBUTIONS(
      "item-contributions",
      "itemId",
      ItemContribution.SCHEMA$,
      Retention.time(Duration.ofDays(7)),
      "streams-scoring",
      "streams-scoring"),
  ITEM_STATISTICS(
      "item-statistics",
      "itemId",
      ItemStatistics.SCHEMA$,
      Retention.compact(),
      "streams-scoring",
      "streams-scoring"),
  MODELS(
      "models",
      "version, version/chunk, or /current",
      ModelRelease.SCHEMA$,
      Retention.compactOnOnePartition(),
      "trainer, laser models",
      "streams-scoring, trainer, laser models"),
  DEAD_LETTERS(
      "dead-letters",
      "the bad record's key",
      null,
      Retention.time(Duration.ofDays(30)).maxMessageBytes(4 << 20),
      "every app",
      "people, laser dead-letters");

  /** How long a topic keeps its records, and on how many partitions. */
  public record Retention(Map<String, String> config, boolean singlePartition) {
    public Retention {
      config = Map.copyOf(config);
    }

    static Retention time(Duration retention) {
      return new Retention(
          Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis())),
          false);
    }

    /** The same with another limit on the size of a batch. */
    Retention maxMessageBytes(int bytes) {
      Map<String, String> larger = new TreeMap<>(config);
      larger.put("max.message.bytes", Integer.toString(bytes));
      return new Retention(larger, singlePartition);
    }

    static Retention compact() {
      return new Retention(
          Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "60000"), false);
    }

    static Retention compactOnOnePartition() {
      return new Retention(
          Map.of(
              "cleanup.policy",
              "compact",
              "min.compaction.lag.ms",
              "60000",
              "max.message.bytes",
              "2097152"),
          true);
    }
  }

  private final String baseName;
  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes a generated schema.
  private final @Nullable Schema schema;

  @SuppressWarnings("ImmutableEnumChecker") // a record of an unmodifiable map
  private final Retention retention;

  private final String writers;
  private final String readers;

  Topic(
      String baseName,
      String key,
      @Nullable Schema schema,
      Retention retention,
      String writers,
      String readers) {
    this.baseName = baseName;
    this.key = key;
    this.schema = schema;
    this.retention = retention;
    this.writers = writers;
    this.readers = readers;
  }

  /**
   * The topic's name on a cluster: prefix and base name, for example {@code laser.interactions}.
   */
  public String on(String prefix) {
    return prefix + baseName;
  }

  /** The subject under which the value's schema is registered (Confluent's TopicNameStrategy). */
  public String subjectOn(String prefix) {
    return on(prefix) + "-value";
  }

  public String baseName() {
    return baseName;
  }

  /** What the key of a record holds. */
  public String key() {
    return key;
  }

  /** Schema of the value; empty if values are raw bytes. */
  public Optional<Schema> schema() {
    return Optional.ofNullable(schema);
  }

  /** Topic configuration, sorted by key. */
  public Map<String, String> config() {
    return new TreeMap<>(retention.config());
  }

  /** Partitions to create; {@code defaultPartitions} unless the topic needs a single one. */
  public int partitions(int defaultPartitions) {
    return retention.singlePartition() ? 1 : defaultPartitions;
  }

  public boolean compacted() {
    return "compact".equals(retention.config().get("cleanup.policy"));
  }

  public String writers() {
    return writers;
  }

  public String readers() {
    return readers;
  }

  /** Whether the topic's values are of this class. */
  public boolean carries(Class<? extends SpecificRecord> type) {
    return schema != null && schema.getFullName().equals(type.getName());
  }
}
