package io.laserstreams.trainer.continuous;

import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a candidate may be released, by a slice of samples that neither it nor the
 * serving model was trained on.
 *
 * <p>A candidate must rank better than chance: by {@link #CHANCE_DEVIATIONS} standard deviations of
 * the AUC of random scores (Mann and Whitney, 1947), which needs no threshold of its own and
 * demands more on a small slice. It must not be worse than the serving model on the same slice, by
 * log loss and by AUC, within a tolerance. The first release also needs a minimum number of
 * samples.
 *
 * @param tolerance by how much log loss may be higher, and AUC lower, than the serving model's
 * @param minimumSamples candidates of slates to be trained on before the first release
 * @param minimumPositives positives, and as many negatives, that a slice needs for a decision
 */
public record ReleaseRule(double tolerance, long minimumSamples, int minimumPositives) {
  static final double CHANCE_DEVIATIONS = 3;

  /** What to do with a candidate, and why. */
  record Decision(Action action, String reason) {}

  enum Action {
    RELEASE,
    /** The candidate was evaluated and is not good enough. */
    REFUSE,
    /** The slice or the training is too small; the candidate is neither released nor refused. */
    WAIT
  }

  public ReleaseRule {
    if (!(tolerance >= 0) || minimumSamples < 0 || minimumPositives < 1) {
      throw new IllegalArgumentException(
          ("tolerance %s, minimumSamples %d, minimumPositives %d: none may be negative, and at"
                  + " least one positive is needed")
              .formatted(tolerance, minimumSamples, minimumPositives));
    }
  }

  /**
   * @param candidate the candidate on the slice
   * @param serving the serving model on the same slice; empty if none can be compared
   * @param trainedOn samples that the candidate was trained on in all
   */
  Decision decide(SliceScore candidate, Optional<SliceScore> serving, long trainedOn) {
    if (candidate.positives() < minimumPositives || candidate.negatives() < minimumPositives) {
      return new Decision(
          Action.WAIT,
          String.format(
              Locale.ROOT,
              "the slice has %d positives and %d negatives; %d of each are needed",
              candidate.positives(),
              candidate.negatives(),
              minimumPositives));
    }
    if (serving.isEmpty() && trainedOn < minimumSamples) {
      return new Decision(
          Action.WAIT,
          "the first release needs " + minimumSamples + " samples; trained on are " + trainedOn);
    }
    double chance = 0.5 + CHANCE_DEVIATIONS * candidate.chanceDeviation();
    if (!(candidate.auc() > chance)) {
      return refuse(
          "AUC %.4f is not above %.4f, which chance reaches on %d samples",
          candidate.auc(), chance, candidate.samples());
    }
    if (!Double.isFinite(candidate.logLoss())) {
      return refuse("log loss is %s", candidate.logLoss());
    }
    if (serving.isEmpty()) {
      return release(
          "AUC %.4f and log loss %.4f on %d samples; nothing is serving",
          candidate.auc(), candidate.logLoss(), candidate.samples());
    }
    SliceScore old = serving.get();
    String figures =
        String.format(
            Locale.ROOT,
            "log loss %.4f against %.4f, AUC %.4f against %.4f on %d samples",
            candidate.logLoss(),
            old.logLoss(),
            candidate.auc(),
            old.auc(),
            candidate.samples());
    // These comparisons are false for NaN: a serving model without figures blocks no candidate.
    boolean worse =
        candidate.logLoss() > old.logLoss() + tolerance || candidate.auc() < old.auc() - tolerance;
    return new Decision(worse ? Action.REFUSE : Action.RELEASE, figures);
  }

  private static Decision refuse(String format, Object... values) {
    return new Decision(Action.REFUSE, String.format(Locale.ROOT, format, values));
  }

  private static Decision release(String format, Object... values) {
    return new Decision(Action.RELEASE, String.format(Locale.ROOT, format, values));
  }
}
