package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import io.laserstreams.trainer.release.ReleaseTopic;
import io.laserstreams.trainer.release.Releases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Rounds of real, small learners in a tiny world: samples of one partition, candidates evaluated as
 * they are served and released to a topic in memory.
 */
final class RoundBench {
  /** Slates of an ordinary round, and how many earlier ones it replays. */
  static final int SLATES = 200;

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
  private static final ModelShape SMALL =
      ModelShape.builder()
          .idWidth(8)
          .fieldWidth(4)
          .spaceWidth(8)
          .knowledgeWidth(8)
          .experts(2)
          .expertWidth(8)
          .keyWidth(8)
          .valueWidth(8)
          .hidden(List.of(32))
          .build();

  private final TinyWorld world = new TinyWorld(7);
  private final FeatureSpec spec;
  private final int epochs;
  private final TrainerSettings settings;
  private final ItemFeatureLookup features;
  private final TorchLearners learners;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TrainerMetrics metrics = new TrainerMetrics(registry);
  private final ReleaseTopic topic = new ReleaseTopic();
  private Releases releases = topic.open();
  private SampleWindow<LabelledSlate> window;
  private TrainerState state;
  private long offset;

  /**
   * @param streaming features that the model reads besides the world's, null for none
   * @param epochs passes over new slates
   */
  RoundBench(FeatureSpec.Streaming streaming, int epochs) {
    spec = world.spec().withStreaming(streaming);
    this.epochs = epochs;
    settings = settings(Optional.empty());
    features = new ItemFeatureLookup(spec, world.features().catalogue());
    learners = new TorchLearners(settings, SMALL, features);
    restart();
  }

  private TrainerSettings settings(Optional<Path> initialBundle) {
    return new TrainerSettings(
        AppConfig.of("trainer", CommonConfig.definition(0), Map.of()),
        new TrainerSettings.Model(
            ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.in(spec)), spec, initialBundle),
        new TrainerSettings.Learning(1e-2, 0, 1, 0),
        new RoundSettings(0.2, 16, epochs, SLATES, 1),
        new RoundSchedule(Duration.ZERO, 1, 1_000, 1_000, 3, false),
        new TrainerSettings.Release(new ReleaseRule(0.002, 500, 20), 2, 100_000),
        new FeatureRules(1_000, 2, 2_000, 100),
        new TrainerSettings.CheckpointFolder(Path.of("unused"), 1),
        1_000,
        EventTimeBounds.DEFAULT);
  }

  /** Learners that start from a bundle. */
  Learner.Factory learnersFrom(Path bundle) {
    return new TorchLearners(settings(Optional.of(bundle)), SMALL, features);
  }

  /** Drops samples and state, but not what was released. */
  void restart() {
    state = TrainerState.initial();
    window = window(Map.of(0, PartitionOffsets.startingAt(offset)));
  }

  /**
   * Replaces a trainer that was killed after its last checkpoint: reads the checkpoint's range of
   * offsets again.
   */
  Learner resume(CheckpointStore checkpoints, List<LabelledSlate> content) throws Exception {
    Learner learner =
        checkpoints
            .restore(
                (checkpoint, saved) -> {
                  state = saved;
                  return learners.saved(checkpoint);
                })
            .orElseThrow();
    window = window(state.samples().partitions());
    PartitionOffsets offsets = state.samples().partitions().get(0);
    for (offset = offsets.replayFrom(); offset < offsets.position(); offset++) {
      window.add(0, offset, content.get((int) offset));
    }
    releases = topic.open();
    return learner;
  }

  private SampleWindow<LabelledSlate> window(Map<Integer, PartitionOffsets> offsets) {
    SampleWindow<LabelledSlate> empty =
        new SampleWindow<>(
            settings.schedule().buffer(), LabelledSlate::eventTime, LabelledSlate::impressionId);
    offsets.forEach(empty::open);
    return empty;
  }

  void round(Learner learner, List<LabelledSlate> slates) {
    add(slates);
    run(learner);
  }

  void add(List<LabelledSlate> slates) {
    slates.forEach(slate -> window.add(0, offset++, slate));
  }

  void run(Learner learner) {
    topic.deliver();
    state = run(learner, () -> true).orElseThrow();
  }

  Optional<TrainerState> run(Learner learner, BooleanSupplier running) {
    var round =
        new TrainingRound(
            settings.round(),
            settings.release().rule(),
            new ServingSliceEvaluator(features, Device.CPU),
            releases,
            CLOCK,
            metrics);
    return round.run(learner, window, state, running);
  }

  /** The newest release. */
  ModelBundle serving() {
    topic.deliver();
    releases.refresh();
    return ModelBundle.read(releases.servingBundle().orElseThrow().bytes());
  }

  TinyWorld world() {
    return world;
  }

  FeatureSpec spec() {
    return spec;
  }

  TorchLearners learners() {
    return learners;
  }

  TrainerState state() {
    return state;
  }

  /** The last release, null before the first. */
  LastRelease lastRelease() {
    return state.lastRelease();
  }

  /** The last release's AUC on the slice that was held back from it. */
  double auc() {
    return lastRelease().metrics().get("auc");
  }

  ReleaseTopic topic() {
    return topic;
  }

  SimpleMeterRegistry registry() {
    return registry;
  }
}
