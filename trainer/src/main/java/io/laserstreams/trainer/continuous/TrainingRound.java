package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.release.ReleaseVersion;
import io.laserstreams.trainer.continuous.ReleaseRule.Action;
import io.laserstreams.trainer.continuous.ReleaseRule.Decision;
import io.laserstreams.trainer.continuous.TrainerState.Trained;
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
 * One round of continuous training: train on new samples and some earlier ones, evaluate the result
 * on the newest samples, which no model was trained on yet, and release it if it is not worse than
 * the serving model. In a later round those samples are trained on, too (progressive validation:
 * Blum, Kalai, Langford 1999).
 */
final class TrainingRound {
  private static final Logger log = LoggerFactory.getLogger(TrainingRound.class);

  private final RoundSettings settings;
  private final BatchSampler batchSampler;
  private final ReleaseRule rule;
  private final SliceEvaluator evaluator;
  private final Releases releases;
  private final InstantSource clock;
  private final TrainerMetrics metrics;
  private String verdict = "";

  TrainingRound(
      RoundSettings settings,
      ReleaseRule rule,
      SliceEvaluator evaluator,
      Releases releases,
      InstantSource clock,
      TrainerMetrics metrics) {
    this.settings = requireNonNull(settings, "settings is null");
    this.batchSampler = new BatchSampler(settings);
    this.rule = requireNonNull(rule, "rule is null");
    this.evaluator = requireNonNull(evaluator, "evaluator is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /**
   * Trains the learner, marks the window's training part as trained, and releases the learner's
   * model if the rule allows it.
   *
   * @param running checked before each step; once it is false the round ends at once, and learner
   *     and window must not be used any more
   * @return the new state, or empty if the round was interrupted
   */
  Optional<TrainerState> run(
      Learner learner,
      SampleWindow<LabelledSlate> window,
      TrainerState state,
      BooleanSupplier running) {
    SampleWindow.Split<LabelledSlate> split = window.split(settings.heldBack());
    long round = state.round() + 1;
    learner.observe(split.train());
    double loss = 0;
    List<List<LabelledSlate>> batches = batchSampler.batches(round, split.train(), window.replay());
    for (List<LabelledSlate> batch : batches) {
      if (!running.getAsBoolean()) {
        return Optional.empty();
      }
      loss += learner.train(batch);
    }
    loss /= Math.max(1, batches.size());
    Trained trained = add(state.trained(), split.train());
    window.markTrained(split);
    log.info(
        "Round {}: {} steps on {} new slates, mean loss {}",
        round,
        batches.size(),
        split.train().size(),
        loss);
    metrics.trained(loss);
    return Optional.of(
        releaseIfGood(learner, split.heldBack(), state.afterRound(trained, window.offsets())));
  }

  /** What became of the last candidate, if that is not a release that serves; else empty. */
  String verdict() {
    return verdict;
  }

  /** Samples to train on before the first release. */
  long samplesBeforeFirstRelease() {
    return rule.minimumSamples();
  }

  private static Trained add(Trained before, List<LabelledSlate> slates) {
    return new Trained(
        before.samples() + slates.stream().mapToLong(slate -> slate.candidates().size()).sum(),
        slates.stream().mapToLong(LabelledSlate::eventTime).reduce(before.until(), Math::max));
  }

  private TrainerState releaseIfGood(
      Learner learner, List<LabelledSlate> slice, TrainerState state) {
    releases.refresh();
    Optional<Assembled.Bundle> serving = releases.servingBundle();
    Optional<SliceScore> candidate =
        evaluator.evaluate(learner.bundle("candidate", Map.of(), state.trained().until()), slice);
    if (candidate.isEmpty()) {
      return refuse(state, "it cannot be served");
    }
    metrics.evaluated(candidate.get());
    Optional<SliceScore> current =
        serving.flatMap(bundle -> evaluator.evaluate(bundle.bytes(), slice));
    Decision decision =
        current.isEmpty() && serving.filter(TrainingRound::isPublished).isPresent()
            ? notComparable(serving.get())
            : rule.decide(candidate.get(), current, state.trained().samples());
    if (decision.action() == Action.WAIT) {
      verdict = "no decision on the last candidate: " + decision.reason();
      log.info("Round {}: {}", state.round(), verdict);
      return state;
    }
    return decision.action() == Action.REFUSE
        ? refuse(state, decision.reason())
        : release(learner, candidate.get(), state, decision.reason());
  }

  private static boolean isPublished(Assembled.Bundle release) {
    return release.manifest().getOrigin() != null;
  }

  /** What a person published gives way only to what is known not to be worse. */
  private static Decision notComparable(Assembled.Bundle published) {
    return new Decision(
        Action.WAIT,
        "release "
            + published.version()
            + " was published by "
            + published.manifest().getReleasedBy()
            + " and cannot be evaluated with this trainer's configuration, so no candidate takes"
            + " its place; laser config for BUNDLE prints the configuration that it needs, and"
            + " laser models rollback withdraws it");
  }

  private TrainerState refuse(TrainerState state, String reason) {
    metrics.refused();
    verdict = "the last candidate was refused: " + reason;
    log.info("Round {}: candidate refused, {}", state.round(), reason);
    return state.withRefusal();
  }

  private TrainerState release(
      Learner learner, SliceScore score, TrainerState state, String reason) {
    String version = ReleaseVersion.after(releases.newestVersion().orElse(null), clock.instant());
    ReleaseFacts facts = new ReleaseFacts(score.metrics(), state.trained().until(), clock.millis());
    learner.refitIfDue(state.round());
    try {
      releases.publish(
          version, learner.bundle(version, score.metrics(), state.trained().until()), facts);
    } catch (ReleaseFailedException e) {
      log.warn(
          "Round {}: the candidate qualifies, but its release failed; the next round tries again:"
              + " {}",
          state.round(),
          e.getMessage());
      return state;
    }
    metrics.released();
    ReleaseChoice choice = releases.choice();
    verdict = choice.isHeld() ? version + " is not current: " + choice.held() + " is held" : "";
    log.info(
        "Round {}: released {}, {}{}",
        state.round(),
        version,
        reason,
        choice.isHeld()
            ? ". It is not current: " + choice.held() + " is held, " + choice.decided()
            : "");
    return state.withRelease(version, score.metrics());
  }
}
