package io.laserstreams.scoring.stream;

import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.SizeLimit;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.runtime.streams.order.PendingPrerequisites;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.ItemContribution;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.model.ModelSlot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The topology of scoring: a sub-topology over four co-partitioned topics, so that all that is
 * known about a user is in one task, and one by item that sums users' interactions.
 *
 * <pre>
 * interactions       → record-interaction  → samples, item-contributions
 * impressions        → score-impression    → scores, samples
 * users              → keep-profile
 * knowledge-users    → keep-user-knowledge
 * item-contributions → sum-item            → item-statistics
 * </pre>
 *
 * <p>The source decodes each value once: unreadable bytes become a dead letter there; if the
 * registry does not answer, the thread fails, and the record is read again.
 */
public final class ScoringTopology {
  static final String SCORES_SINK = "scores";
  static final String SAMPLES_SINK = "samples";
  static final String CONTRIBUTIONS_SINK = "contributions";
  private static final String STATISTICS_SINK = "statistics";
  private static final String RECORD_INTERACTION = "record-interaction";
  private static final String SCORE_IMPRESSION = "score-impression";
  private static final String KEEP_PROFILE = "keep-profile";
  private static final String KEEP_USER_KNOWLEDGE = "keep-user-knowledge";
  private static final String SUM_ITEM = "sum-item";

  private final ScoringSettings settings;
  private final Schemas schemas;
  private final ScoringParts parts;
  private final PendingPrerequisites prerequisites;
  private final Topology topology = new Topology();

  private ScoringTopology(
      ScoringSettings settings,
      Schemas schemas,
      ScoringParts parts,
      PendingPrerequisites prerequisites) {
    this.settings = settings;
    this.schemas = schemas;
    this.parts = parts;
    this.prerequisites = prerequisites;
  }

  /**
   * The order between the topics: records about a user that were sent before an impression are
   * processed before it.
   */
  public static PendingPrerequisites prerequisites(
      ScoringSettings settings, Schemas schemas, InstantSource clock) {
    return new PendingPrerequisites(
        settings.app().topic(Topic.IMPRESSIONS),
        Map.of(
            settings.app().topic(Topic.INTERACTIONS),
                new AvroDeserializer<>(schemas, Interaction.class),
            settings.app().topic(Topic.USERS), new AvroDeserializer<>(schemas, User.class),
            settings.app().topic(Topic.KNOWLEDGE_USERS),
                new AvroDeserializer<>(schemas, Knowledge.class)),
        new EventTimeExtractor(clock, settings.eventTimes().maxAhead().toMillis()));
  }

  /**
   * Builds the topology.
   *
   * @param models may be empty at any time
   * @param items the known items, for while there is no model
   * @param features what streaming features need besides a user's state
   * @param partitions known before the first record
   * @param ids known before the first record; a topic without a known id is assumed to still have
   *     what was written to it
   * @param prerequisites from {@link #prerequisites}
   * @param commits for scores
   */
  public static Topology build(
      ScoringSettings settings,
      Schemas schemas,
      ModelSlot models,
      Items items,
      FeatureEngine features,
      PartitionCounts partitions,
      TopicIds ids,
      MeterRegistry registry,
      PendingPrerequisites prerequisites,
      IdleCommits commits) {
    ScoringParts parts =
        new ScoringParts(
            settings, models, items, features, partitions, ids, registry, prerequisites, commits);
    return new ScoringTopology(settings, schemas, parts, prerequisites).build();
  }

  private Topology build() {
    read(
        Topic.INTERACTIONS,
        Interaction.class,
        RECORD_INTERACTION,
        prerequisites.tracking(() -> new InteractionProcessor(parts)));
    read(
        Topic.IMPRESSIONS,
        Impression.class,
        SCORE_IMPRESSION,
        () -> new ImpressionProcessor(parts));
    read(
        Topic.USERS,
        User.class,
        KEEP_PROFILE,
        prerequisites.tracking(() -> new UserProcessor(parts)));
    read(
        Topic.KNOWLEDGE_USERS,
        Knowledge.class,
        KEEP_USER_KNOWLEDGE,
        prerequisites.tracking(() -> new UserKnowledgeProcessor(parts)));
    store(ScoringStore.HISTORIES, RECORD_INTERACTION, SCORE_IMPRESSION);
    read(
        Topic.ITEM_CONTRIBUTIONS,
        ItemContribution.class,
        SUM_ITEM,
        () -> new ItemSumsProcessor(parts));
    store(ScoringStore.PROFILES, KEEP_PROFILE, RECORD_INTERACTION, SCORE_IMPRESSION);
    store(ScoringStore.USER_KNOWLEDGE, KEEP_USER_KNOWLEDGE, SCORE_IMPRESSION);
    store(ScoringStore.SERVED, RECORD_INTERACTION, SCORE_IMPRESSION);
    store(ScoringStore.SERVE_LOG, SCORE_IMPRESSION);
    store(ScoringStore.OPEN_WINDOWS, RECORD_INTERACTION, SCORE_IMPRESSION);
    store(ScoringStore.USER_FEATURES, RECORD_INTERACTION, SCORE_IMPRESSION);
    store(ScoringStore.USER_FEATURES_EXPIRY, RECORD_INTERACTION);
    store(ScoringStore.PENDING_CONTRIBUTIONS, RECORD_INTERACTION);
    store(ScoringStore.ITEM_SUMS, SUM_ITEM);
    write(SCORES_SINK, Topic.SCORES, SCORE_IMPRESSION);
    write(SAMPLES_SINK, Topic.SAMPLES, RECORD_INTERACTION, SCORE_IMPRESSION);
    write(CONTRIBUTIONS_SINK, Topic.ITEM_CONTRIBUTIONS, RECORD_INTERACTION);
    write(STATISTICS_SINK, Topic.ITEM_STATISTICS, SUM_ITEM);
    return topology;
  }

  private <T extends SpecificRecord, K, V> void read(
      Topic topic, Class<T> type, String processor, ProcessorSupplier<String, T, K, V> supplier) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        topic.baseName(),
        prerequisites.timestamps(),
        new StringDeserializer(),
        new AvroDeserializer<>(schemas, type),
        settings.app().topic(topic));
    topology.addProcessor(processor, supplier, topic.baseName());
  }

  private void store(ScoringStore store, String... processors) {
    topology.addStateStore(store.builder(), processors);
  }

  private void write(String sink, Topic topic, String... processors) {
    topology.addSink(
        sink,
        settings.app().topic(topic),
        new StringSerializer(),
        SizeLimit.on(new AvroSerializer<SpecificRecord>(schemas), settings.app()),
        processors);
  }
}
