package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.trainer.release.Releases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time for which this trainer is the one that trains: begins at the newest checkpoint, reads
 * samples and runs rounds until it is told to stop. The thread that calls {@link #run} owns the
 * learner and the clients.
 *
 * <p>After every round comes a checkpoint. A kill at any moment costs what was done since the last
 * one: samples are read again from its offsets, and a release whose checkpoint is missing is simply
 * the one that the next candidate is compared with.
 */
final class TrainerTerm implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrainerTerm.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final SampleSource source;
  private final BooleanSupplier catalogueReady;
  private final Learner.Factory learners;
  private final TrainingRound round;
  private final Releases releases;
  private final CheckpointStore checkpoints;
  private final CheckpointStore released;
  private final RoundSchedule pace;
  private final InstantSource clock;
  private final TrainerMetrics metrics;
  private final Consumer<Health> health;
  private final SampleWindow<LabelledSlate> window;
  private Learner learner;
  private TrainerState state;
  private Instant nextRound;

  /**
   * @param source closed by this term
   * @param releases closed by this term
   * @param checkpoints those to resume from
   * @param released holds the learner as it was when it was last released
   * @param health told what is going on
   */
  TrainerTerm(
      SampleSource source,
      BooleanSupplier catalogueReady,
      Learner.Factory learners,
      TrainingRound round,
      Releases releases,
      CheckpointStore checkpoints,
      CheckpointStore released,
      RoundSchedule pace,
      InstantSource clock,
      TrainerMetrics metrics,
      Consumer<Health> health) {
    this.source = requireNonNull(source, "source is null");
    this.catalogueReady = requireNonNull(catalogueReady, "catalogueReady is null");
    this.learners = requireNonNull(learners, "learners is null");
    this.round = requireNonNull(round, "round is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
    this.released = requireNonNull(released, "released is null");
    this.pace = requireNonNull(pace, "pace is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.health = requireNonNull(health, "health is null");
    this.window = new SampleWindow<>(pace.buffer(), LabelledSlate::eventTime, LabelledSlate::id);
  }

  /** Works until {@code goOn} says no; called once. */
  void run(BooleanSupplier goOn) {
    begin();
    while (goOn.getAsBoolean()) {
      if (!source.follow(window, state.stretches())) {
        health.accept(
            Health.starting("waiting for the samples topic; create it with: laser topics apply"));
        source.rest(POLL);
        continue;
      }
      source.poll(window, POLL);
      if (!catalogueReady.getAsBoolean() || !window.recovered()) {
        health.accept(Health.starting("reading items, and samples up to the checkpoint"));
      } else if (pace.frozen()) {
        window.trained(window.split(0));
        health.accept(Health.ready("frozen: samples are read, nothing is trained or released"));
      } else {
        health.accept(Health.ready(describe()));
        if (due()) {
          oneRound(goOn);
        }
      }
    }
  }

  @Override
  public void close() {
    try (source;
        releases) {
      if (learner != null) {
        learner.close();
      }
    }
  }

  private void begin() {
    boolean resumed =
        checkpoints
            .restore(
                (folder, saved) -> {
                  learner = learners.saved(folder);
                  state = saved;
                  return saved;
                })
            .isPresent();
    if (!resumed) {
      learner = learners.fresh();
      state = TrainerState.initial();
    }
    if (state.samplesTopic() != null && !state.samplesTopic().equals(source.topicId())) {
      log.warn(
          "The samples topic was deleted and made again: it is read from its beginning, and nothing"
              + " that the old one held is replayed");
    }
    state = state.on(source.topicId());
    nextRound = clock.instant().plus(pace.interval());
    log.info(
        "Training begins after round {}, {} samples trained on, last release {}",
        state.round(),
        state.trainedOn(),
        state.lastRelease());
  }

  private String describe() {
    return "training: round "
        + state.round()
        + ", "
        + window.arrived()
        + " new slates"
        + (state.refusalsInARow() == 0
            ? ""
            : ", " + state.refusalsInARow() + " candidates refused in a row")
        + (state.lastRelease() == null
            ? ", nothing released yet"
            : ", last release " + state.lastRelease() + " " + state.lastMetrics());
  }

  private boolean due() {
    return window.arrived() >= pace.maximum()
        || window.arrived() >= pace.minimum() && !clock.instant().isBefore(nextRound);
  }

  private void oneRound(BooleanSupplier goOn) {
    Instant begun = clock.instant();
    nextRound = begun.plus(pace.interval());
    Optional<TrainerState> after = round.run(learner, window, state, goOn);
    if (after.isEmpty()) {
      return; // Told to stop: run ends, and the next term begins at the checkpoint.
    }
    boolean newRelease =
        after.get().lastRelease() != null && !after.get().lastRelease().equals(state.lastRelease());
    state = after.get();
    if (newRelease) {
      write(released);
    }
    if (pace.refusalsBeforeReturn() > 0 && state.refusalsInARow() >= pace.refusalsBeforeReturn()) {
      returnToReleased();
    }
    write(checkpoints);
    metrics.round(Duration.between(begun, clock.instant()));
    metrics.lag(source.lag());
  }

  private void returnToReleased() {
    released.restore(
        (folder, saved) -> {
          Learner before = learner;
          learner = learners.saved(folder);
          learner.inherit(before);
          before.close();
          log.warn(
              "{} candidates in a row were refused: training goes on from the parameters of release"
                  + " {}",
              state.refusalsInARow(),
              saved.lastRelease());
          return saved;
        });
    state = state.withoutRefusals();
  }

  private void write(CheckpointStore store) {
    try {
      store.write(state, learner::save);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The checkpoint of round "
              + state.round()
              + " cannot be written to "
              + store
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
