package io.laserstreams.scoring.stream;

import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.SizeLimit;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.runtime.streams.order.PendingPrerequisites;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.features.FeatureMonitor;
import io.laserstreams.scoring.features.OwnedItemStatistics;
import io.laserstreams.scoring.features.PendingContributions;
import io.laserstreams.scoring.features.StatisticsRepublisher;
import io.laserstreams.scoring.features.StatisticsTimes;
import io.laserstreams.scoring.features.UserExpiry;
import io.laserstreams.scoring.features.UserStates;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.join.SampleBounds;
import io.laserstreams.scoring.join.SampleJoin;
import io.laserstreams.scoring.join.SampleMetrics;
import io.laserstreams.scoring.join.ServedImpressions;
import io.laserstreams.scoring.join.ServedSlates;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.slate.SlateMetrics;
import io.laserstreams.scoring.slate.SlateScorer;
import io.laserstreams.scoring.slate.UserStores;
import io.laserstreams.scoring.user.VersionedStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Assembles the processors' parts: those that all tasks share, and those on the stores of one task.
 * Parts on stores keep nothing in memory, so several processors of a task may each have their own,
 * except for {@link #served}, which only one has.
 */
final class ScoringParts {
  private final ScoringSettings settings;
  private final ModelSlot models;
  private final Items items;
  private final FeatureEngine features;
  private final TopicIds ids;
  private final PendingPrerequisites prerequisites;
  private final IdleCommits commits;
  private final RecordValidator validator;
  private final SampleBounds bounds;
  private final StreamMetrics metrics;
  private final SampleMetrics sampleMetrics;
  private final SlateMetrics slateMetrics;
  private final FeatureMonitor featureMonitor;

  ScoringParts(
      ScoringSettings settings,
      ModelSlot models,
      Items items,
      FeatureEngine features,
      PartitionCounts partitions,
      TopicIds ids,
      MeterRegistry registry,
      PendingPrerequisites prerequisites,
      IdleCommits commits) {
    this.settings = settings;
    this.ids = ids;
    this.models = models;
    this.items = items;
    this.features = features;
    this.prerequisites = prerequisites;
    this.commits = commits;
    this.validator = new RecordValidator(partitions, new RecordRules(settings.eventTimes()));
    this.bounds = settings.attribution().bounds();
    this.metrics = new StreamMetrics(registry);
    this.sampleMetrics = new SampleMetrics(registry);
    this.slateMetrics = new SlateMetrics(registry);
    this.featureMonitor = new FeatureMonitor(registry);
  }

  StreamMetrics metrics() {
    return metrics;
  }

  RecordValidator validator() {
    return validator;
  }

  IdleCommits commits() {
    return commits;
  }

  ModelSlot models() {
    return models;
  }

  FeatureEngine features() {
    return features;
  }

  /**
   * The time until which interactions have been processed on a task's partition, milliseconds since
   * the epoch; at most {@code now}.
   */
  long interactionsSettled(ProcessingContext context, long now) {
    return prerequisites.processedUntil(
        settings.app().topic(Topic.INTERACTIONS), context.taskId().partition(), now);
  }

  /** The event times that statistics of items can be of. */
  StatisticsTimes statisticsTimes() {
    return settings.statisticsTimes();
  }

  Duration publishInterval() {
    return settings.features().publishInterval();
  }

  Duration sweepInterval() {
    return settings.attribution().sweepInterval();
  }

  UserHistories histories(ProcessingContext context) {
    return new UserHistories(ScoringStore.HISTORIES.in(context), settings.history().bounds());
  }

  VersionedStore<Map<String, String>> profiles(ProcessingContext context) {
    return new VersionedStore<>(
        ScoringStore.PROFILES.in(context),
        "profiles",
        settings.history().versions(),
        StateWriter::fields,
        StateReader::fields);
  }

  VersionedStore<Map<String, float[]>> userKnowledge(ProcessingContext context) {
    return new VersionedStore<>(
        ScoringStore.USER_KNOWLEDGE.in(context),
        "user knowledge",
        settings.history().versions(),
        StateWriter::vectors,
        StateReader::vectors);
  }

  UserStates userStates(ProcessingContext context) {
    return new UserStates(ScoringStore.USER_FEATURES.in(context), features.settings());
  }

  UserExpiry userExpiry(ProcessingContext context) {
    return new UserExpiry(
        context.getStateStore(ScoringStore.USER_FEATURES_EXPIRY.storeName()),
        userStates(context),
        features.settings());
  }

  PendingContributions pendingContributions(ProcessingContext context) {
    return new PendingContributions(
        context.getStateStore(ScoringStore.PENDING_CONTRIBUTIONS.storeName()), features.settings());
  }

  OwnedItemStatistics ownedItems(ProcessingContext context) {
    return new OwnedItemStatistics(ScoringStore.ITEM_SUMS.in(context), features.settings());
  }

  StatisticsRepublisher statisticsRepublisher(ProcessingContext context) {
    return new StatisticsRepublisher(
        context.getStateStore(ScoringStore.ITEM_SUMS.storeName()), features.settings());
  }

  /** Id of the topic of item statistics; empty if unknown. */
  Optional<Uuid> statisticsTopic() {
    return ids.of(settings.app().topic(Topic.ITEM_STATISTICS));
  }

  SlateScorer scorer(ProcessingContext context) {
    UserStores users =
        new UserStores(
            histories(context), profiles(context), userKnowledge(context), userStates(context));
    return new SlateScorer(
        models,
        items,
        users,
        features.statistics(),
        featureMonitor,
        settings.slates(),
        slateMetrics,
        context::currentSystemTimeMs);
  }

  SampleJoin samples(ProcessorContext<String, SpecificRecord> context) {
    return new SampleJoin(
        servedSlates(context),
        ScoringStore.OPEN_WINDOWS.in(context),
        bounds,
        sampleMetrics,
        sample -> forward(context, sample));
  }

  ServedImpressions served(ProcessingContext context, SampleJoin samples) {
    return new ServedImpressions(
        servedSlates(context),
        ScoringStore.SERVE_LOG.in(context),
        samples,
        bounds,
        sampleMetrics,
        System::nanoTime);
  }

  private ServedSlates servedSlates(ProcessingContext context) {
    return new ServedSlates(ScoringStore.SERVED.in(context), SizeLimit.maxBytes(settings.app()));
  }

  private static void forward(
      ProcessorContext<String, SpecificRecord> context, TrainingSample sample) {
    context.forward(
        new Record<>(sample.getUserId(), sample, context.currentSystemTimeMs()),
        ScoringTopology.SAMPLES_SINK);
  }
}
