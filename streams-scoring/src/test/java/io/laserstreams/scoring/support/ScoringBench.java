package io.laserstreams.scoring.support;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.features.StatisticsFollower;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.model.ModelSwapper;
import io.laserstreams.scoring.stream.ScoringTopology;
import io.laserstreams.testsupport.InMemorySchemas;
import io.laserstreams.testsupport.ManualClock;
import io.laserstreams.testsupport.TopologyBench;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology of scoring on one partition, without a broker. The wall clock starts at noon of a
 * day in 2026.
 */
public final class ScoringBench implements AutoCloseable {
  public static final long NOON = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  private static final long PUBLISH_MS = 20;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final ModelSlot models = new ModelSlot();
  private final MapItems items = new MapItems();
  private final ModelSwapper keeper;
  private final FeatureEngine features;
  private final StatisticsFollower table;
  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(NOON));
  private final TopologyBench bench;

  public ScoringBench(Path state, Map<String, String> settings) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "state.dir",
                state.toString(),
                ScoringConfig.EXPLORATION_SHARE,
                "0",
                ScoringConfig.FEATURES_PUBLISH_MS,
                Long.toString(PUBLISH_MS)));
    properties.putAll(settings);
    ScoringSettings scoring = ScoringConfig.read(properties);
    AppConfig config = scoring.app();
    keeper = new ModelSwapper(models, items, Device.CPU, 100, scoring.features().state(), registry);
    features = new FeatureEngine(scoring.features().state(), items, models, registry);
    PartitionCounts partitions =
        new PartitionCounts(
            Stream.of(Topic.values()).collect(Collectors.toMap(config::topic, topic -> 1)));
    bench =
        new TopologyBench(
            ScoringTopology.build(
                scoring,
                schemas,
                models,
                items,
                features,
                partitions,
                new TopicIds(),
                registry,
                ScoringTopology.prerequisites(scoring, schemas, clock),
                new IdleCommits(Duration.ZERO, () -> 0)),
            StreamsRunner.testProperties(config, registry),
            schemas,
            config.topicPrefix(),
            clock);
    table = new StatisticsFollower(features, scoring.statisticsTimes());
    for (int i = 1; i <= 10; i++) {
      items.with("item" + i, i % 2 == 0 ? "even" : "odd");
    }
  }

  public ScoringBench serve(ModelBundle bundle) {
    keeper.install(bundle);
    return this;
  }

  public MapItems items() {
    return items;
  }

  public ModelSwapper keeper() {
    return keeper;
  }

  public ModelSlot models() {
    return models;
  }

  public TopologyTestDriver driver() {
    return bench.driver();
  }

  public void send(Topic topic, String key, SpecificRecord value) {
    bench.send(topic, key, value);
  }

  /** The record as a producer writes it. */
  public byte[] bytes(Topic topic, SpecificRecord value) {
    return bench.bytes(topic, value);
  }

  public void sendBytes(Topic topic, String key, byte[] value) {
    bench.sendBytes(topic, key, value);
  }

  public void user(String userId, long updatedAt, Map<String, String> fields) {
    send(Topic.USERS, userId, new User(userId, fields, updatedAt));
  }

  public void knowledge(String userId, long position, long basedOn, float... vector) {
    send(Topic.KNOWLEDGE_USERS, userId, userKnowledge(userId, position, basedOn, vector));
  }

  public void click(
      String userId, String interactionId, String itemId, long eventTime, String impressionId) {
    send(
        Topic.INTERACTIONS,
        userId,
        interaction(
            userId,
            interactionId,
            itemId,
            eventTime,
            InteractionKind.CLICK,
            impressionId,
            null,
            null));
  }

  public void shown(
      String userId, String itemId, long eventTime, String impressionId, int position) {
    send(
        Topic.INTERACTIONS,
        userId,
        interaction(
            userId,
            "shown-" + impressionId + "-" + itemId,
            itemId,
            eventTime,
            InteractionKind.SHOWN,
            impressionId,
            position,
            null));
  }

  public void rate(
      String userId,
      String interactionId,
      String itemId,
      long eventTime,
      String impressionId,
      float value) {
    send(
        Topic.INTERACTIONS,
        userId,
        interaction(
            userId,
            interactionId,
            itemId,
            eventTime,
            InteractionKind.RATING,
            impressionId,
            null,
            value));
  }

  public void sendImpression(
      String impressionId, String userId, long eventTime, String... candidates) {
    send(Topic.IMPRESSIONS, userId, impression(impressionId, userId, eventTime, candidates));
  }

  /** Sends an impression and returns its score. */
  public ScoredSlate score(
      String impressionId, String userId, long eventTime, String... candidates) {
    sendImpression(impressionId, userId, eventTime, candidates);
    return onlyScore();
  }

  public ScoredSlate onlyScore() {
    List<ScoredSlate> scores = scores();
    if (scores.size() != 1) {
      throw new AssertionError(
          "one score expected, got " + scores + " and dead letters " + deadLetterReasons());
    }
    return scores.get(0);
  }

  public List<ScoredSlate> scores() {
    return bench.values(Topic.SCORES, ScoredSlate.class);
  }

  public List<TestRecord<String, ScoredSlate>> scoreRecords() {
    return bench.records(Topic.SCORES, ScoredSlate.class);
  }

  public List<TrainingSample> samples() {
    return bench.values(Topic.SAMPLES, TrainingSample.class);
  }

  public List<String> deadLetterReasons() {
    return bench.deadLetterHeaders(DeadLetter.REASON_HEADER);
  }

  public double count(String meter, String... tags) {
    return registry.find(meter).tags(tags).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** Publishes contributions to the statistics of items, and follows their topic. */
  public void publishStatistics() {
    pass(Duration.ofMillis(PUBLISH_MS));
    bench
        .records(Topic.ITEM_STATISTICS, ItemStatistics.class)
        .forEach(record -> follow(record.key(), record.value()));
  }

  /** Follows a record of the topic of item statistics. */
  public void follow(String key, ItemStatistics record) {
    table.take(new TableRecord<>("statistics", 0, 0, clock.millis(), key, record));
  }

  public InMemorySchemas schemas() {
    return schemas;
  }

  public FeatureEngine features() {
    return features;
  }

  /** Advances the wall clock. */
  public void pass(Duration time) {
    bench.advance(time);
  }

  public static Impression impression(
      String impressionId, String userId, long eventTime, String... candidates) {
    return new Impression(
        impressionId, userId, eventTime, Arrays.asList(candidates), Map.of("page", "home"), null);
  }

  public static Interaction interaction(
      String userId,
      String interactionId,
      String itemId,
      long eventTime,
      InteractionKind kind,
      String impressionId,
      Integer position,
      Float value) {
    return new Interaction(
        interactionId, userId, itemId, eventTime, kind, impressionId, position, value);
  }

  public static Knowledge userKnowledge(
      String userId, long position, long basedOn, float... vector) {
    List<Float> values = new ArrayList<>();
    for (float value : vector) {
      values.add(value);
    }
    return new Knowledge(
        SubjectKind.USER,
        userId,
        position,
        basedOn,
        "likes tests",
        List.of(new KnowledgeVector(TinyModels.ENCODER, values)),
        new Provenance("test", "v1", List.of(TinyModels.ENCODER), NOON, "request", 0L, 0L));
  }

  @Override
  public void close() {
    bench.close();
    keeper.close();
    registry.close();
  }
}
