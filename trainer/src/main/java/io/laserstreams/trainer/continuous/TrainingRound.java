package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.release.ReleaseVersion;
import io.laserstreams.trainer.continuous.ReleaseRule.Decision;
import io.laserstreams.trainer.continuous.ReleaseRule.Verdict;
import io.laserstreams.trainer.release.ReleaseFailedException;
import io.laserstreams.trainer.release.Releases;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of continuous training: train on what is new and a part of what is not, judge the
 * result on the newest samples, which nothing was trained on yet, and release it if it is not worse
 * than what serves. In a later round those samples are trained on too (progressive validation:
 * Blum, Kalai, Langford 1999).
 */
final class TrainingRound {
  private static final Logger log = LoggerFactory.getLogger(TrainingRound.class);

  private final RoundSettings settings;
  private final BatchSampler curriculum;
  private final ReleaseRule rule;
  private final SliceEvaluator judge;
  private final Releases releases;
  private final InstantSource clock;
  private final TrainerMetrics metrics;

  TrainingRound(
      RoundSettings settings,
      ReleaseRule rule,
      SliceEvaluator judge,
      Releases releases,
      InstantSource clock,
      TrainerMetrics metrics) {
    this.settings = requireNonNull(settings, "settings is null");
    this.curriculum = new BatchSampler(settings);
    this.rule = requireNonNull(rule, "rule is null");
    this.judge = requireNonNull(judge, "judge is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /**
   * Trains the learner and perhaps releases it; the window's training part is then marked as
   * trained on.
   *
   * @param goOn asked between steps; where it says no the round ends at once, and learner and
   *     window must not be used any more
   * @return the new state, or empty where the round was broken off
   */
  Optional<TrainerState> run(
      Learner learner,
      SampleWindow<LabelledSlate> window,
      TrainerState state,
      BooleanSupplier goOn) {
    SampleWindow.Split<LabelledSlate> split = window.split(settings.heldBack());
    long round = state.round() + 1;
    learner.meet(split.train());
    double loss = 0;
    List<List<LabelledSlate>> batches = curriculum.batches(round, split.train(), window.replay());
    for (List<LabelledSlate> batch : batches) {
      if (!goOn.getAsBoolean()) {
        return Optional.empty();
      }
      loss += learner.train(batch);
    }
    loss /= Math.max(1, batches.size());
    long trainedOn =
        state.trainedOn()
            + split.train().stream().mapToLong(slate -> slate.candidates().size()).sum();
    long trainedUntil =
        split.train().stream()
            .mapToLong(LabelledSlate::eventTime)
            .reduce(state.trainedUntil(), Math::max);
    window.trained(split);
    log.info(
        "Round {}: {} steps on {} new slates, mean loss {}",
        round,
        batches.size(),
        split.train().size(),
        loss);
    metrics.trained(loss);
    TrainerState trained =
        new TrainerState(
            round,
            state.samplesTopic(),
            window.stretches(),
            trainedOn,
            trainedUntil,
            state.lastRelease(),
            state.lastMetrics(),
            state.refusalsInARow());
    return Optional.of(judged(learner, split.heldBack(), trained));
  }

  private TrainerState judged(Learner learner, List<LabelledSlate> slice, TrainerState state) {
    releases.refresh();
    Optional<Assembled.Bundle> serving = releases.servingBundle();
    Optional<SliceScore> candidate =
        judge.score(learner.bundle("candidate", Map.of(), state.trainedUntil()), slice);
    if (candidate.isEmpty()) {
      return refused(state, "it cannot be served");
    }
    metrics.evaluated(candidate.get());
    Decision decision =
        rule.decide(
            candidate.get(),
            serving.flatMap(bundle -> judge.score(bundle.bytes(), slice)),
            state.trainedOn());
    if (decision.verdict() == Verdict.WAIT) {
      log.info("Round {}: not judged, {}", state.round(), decision.reason());
      return state;
    }
    return decision.verdict() == Verdict.REFUSE
        ? refused(state, decision.reason())
        : released(learner, candidate.get(), state, decision.reason());
  }

  private TrainerState refused(TrainerState state, String reason) {
    metrics.refused();
    log.info("Round {}: candidate refused, {}", state.round(), reason);
    return state.withRefusal();
  }

  private TrainerState released(
      Learner learner, SliceScore score, TrainerState state, String reason) {
    String version = ReleaseVersion.after(releases.newestVersion().orElse(null), clock.instant());
    ReleaseFacts facts = new ReleaseFacts(score.metrics(), state.trainedUntil(), clock.millis());
    learner.settle(state.round());
    try {
      releases.publish(
          version, learner.bundle(version, score.metrics(), state.trainedUntil()), facts);
    } catch (ReleaseFailedException e) {
      log.warn(
          "Round {}: the candidate could have been released but was not, the next round tries"
              + " again: {}",
          state.round(),
          e.getMessage());
      return state;
    }
    metrics.released();
    log.info("Round {}: released {}, {}", state.round(), version, reason);
    return state.withRelease(version, score.metrics());
  }
}
