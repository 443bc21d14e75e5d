package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import io.laserstreams.trainer.release.Releases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time during which this trainer holds the lease: it starts at the newest checkpoint, reads
 * samples and runs rounds until it is stopped. The thread that calls {@link #run} owns the learner
 * and the clients.
 *
 * <p>Every round ends with a checkpoint. A kill at any moment costs the work since the last one:
 * samples are read again from its offsets, and a release whose checkpoint is missing is simply the
 * one that the next candidate is compared with.
 */
final class TrainerTerm implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrainerTerm.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final SampleSource source;
  private final BooleanSupplier catalogueReady;
  private final Learner.Factory learners;
  private final TrainingRound round;
  private final Releases releases;
  private final Checkpoints checkpoints;
  private final RoundSchedule schedule;
  private final InstantSource clock;
  private final TrainerMetrics metrics;
  private final Consumer<Health> health;
  private final SampleWindow<LabelledSlate> window;
  private @Nullable Learner learner;
  private TrainerState state = TrainerState.initial();
  private Instant nextRound = Instant.MAX;
  private String note = "";

  /**
   * @param source closed by this term
   * @param releases closed by this term
   * @param health receives every change of this term's health
   */
  TrainerTerm(
      SampleSource source,
      BooleanSupplier catalogueReady,
      Learner.Factory learners,
      TrainingRound round,
      Releases releases,
      Checkpoints checkpoints,
      RoundSchedule schedule,
      InstantSource clock,
      TrainerMetrics metrics,
      Consumer<Health> health) {
    this.source = requireNonNull(source, "source is null");
    this.catalogueReady = requireNonNull(catalogueReady, "catalogueReady is null");
    this.learners = requireNonNull(learners, "learners is null");
    this.round = requireNonNull(round, "round is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
    this.schedule = requireNonNull(schedule, "schedule is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.health = requireNonNull(health, "health is null");
    this.window =
        new SampleWindow<>(schedule.buffer(), LabelledSlate::eventTime, LabelledSlate::id);
  }

  /** Works while {@code running} is true; called once. */
  void run(BooleanSupplier running) {
    resume();
    while (running.getAsBoolean()) {
      if (!source.assignNewPartitions(window, state.samples().partitions())) {
        health.accept(
            Health.starting("waiting for the samples topic; create it with: laser topics apply"));
        source.pause(POLL);
        continue;
      }
      source.poll(window, POLL);
      if (!catalogueReady.getAsBoolean() || !window.recovered()) {
        health.accept(Health.starting("reading items, and samples up to the checkpoint"));
      } else if (schedule.frozen()) {
        window.markTrained(window.split(0));
        health.accept(Health.ready("frozen: samples are read, nothing is trained or released"));
      } else {
        health.accept(Health.ready(describe()));
        if (due()) {
          runRound(running);
        }
      }
    }
  }

  @Override
  public void close() {
    try (source;
        releases;
        Learner open = learner) {
      log.debug("The term ends after round {}", state.round());
    }
  }

  private void resume() {
    boolean resumed =
        checkpoints
            .latest()
            .restore(
                (folder, saved) -> {
                  learner = learners.saved(folder);
                  state = saved;
                  return saved;
                })
            .isPresent();
    if (!resumed) {
      learner = learners.fresh();
    }
    learners.initialBundle().ifPresent(bundle -> reportInitial(bundle, resumed));
    if (state.samples().isOfAnotherTopicThan(source.topicId())) {
      log.warn(
          "The samples topic was deleted and created again: it is read from its beginning, and no"
              + " sample of the old one is replayed");
    }
    state = state.onTopic(source.topicId());
    nextRound = clock.instant().plus(schedule.interval());
    LastRelease release = state.lastRelease();
    log.info(
        "Training starts after round {}, with {} samples trained on and {}",
        state.round(),
        state.trained().samples(),
        release == null ? "nothing released yet" : "last release " + release.version());
  }

  private void reportInitial(Path bundle, boolean resumed) {
    if (resumed) {
      note =
          "; initial.bundle is not used, as training continues from a checkpoint of its own: stop"
              + " the trainer and delete "
              + checkpoints.latest()
              + " to start from the bundle";
      log.warn("{}: {}", bundle, note.substring(2));
    } else {
      note = "; it starts from the bundle " + bundle;
      log.info("Training starts from the bundle {}", bundle);
    }
  }

  private String describe() {
    return new TrainingReport(state, window.arrived(), schedule, round) + note;
  }

  private boolean due() {
    return window.arrived() >= schedule.maximum()
        || (window.arrived() >= schedule.minimum() && !clock.instant().isBefore(nextRound));
  }

  private void runRound(BooleanSupplier running) {
    Instant start = clock.instant();
    nextRound = start.plus(schedule.interval());
    Optional<TrainerState> after = round.run(learner(), window, state, running);
    if (after.isEmpty()) {
      return; // Stopped: run ends, and the next term starts at the checkpoint.
    }
    boolean released =
        after.get().lastRelease() != null && !after.get().lastRelease().equals(state.lastRelease());
    state = after.get();
    if (released) {
      write(checkpoints.released());
    }
    int limit = schedule.refusalsBeforeReturn();
    if (limit > 0 && state.refusalsInARow() >= limit) {
      returnToReleased();
    }
    write(checkpoints.latest());
    metrics.round(Duration.between(start, clock.instant()));
    metrics.lag(source.lag());
  }

  private void returnToReleased() {
    checkpoints
        .released()
        .restore(
            (folder, saved) -> {
              Learner before = learner();
              Learner released = learners.saved(folder);
              released.inheritObservations(before);
              before.close();
              learner = released;
              LastRelease release = saved.lastRelease();
              log.warn(
                  "{} candidates in a row were refused: training continues from the parameters of"
                      + " release {}",
                  state.refusalsInARow(),
                  release == null ? "unknown" : release.version());
              return saved;
            });
    state = state.withoutRefusals();
  }

  private Learner learner() {
    return requireNonNull(learner, "run was not called");
  }

  private void write(CheckpointStore store) {
    try {
      store.write(state, learner()::save);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The checkpoint of round %d cannot be written to %s: %s"
              .formatted(state.round(), store, e.getMessage()),
          e);
    }
  }
}
