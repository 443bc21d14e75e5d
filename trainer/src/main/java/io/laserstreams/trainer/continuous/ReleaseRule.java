package io.laserstreams.trainer.continuous;

import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a candidate may be released, by a slice of samples that neither it nor the
 * serving model was trained on.
 *
 * <p>A candidate must rank better than chance: by {@link #CHANCE_DEVIATIONS} standard deviations of
 * the AUC of random scores (Mann and Whitney, 1947), which needs no threshold of its own and asks
 * for more on a small slice. It must be not worse than the serving model on the same slice, by log
 * loss and by AUC, up to a tolerance. The first release needs a number of samples besides.
 *
 * @param tolerance by how much log loss may be higher, and AUC lower, than the serving model's
 * @param minimumSamples candidates of slates to be trained on before the first release
 * @param minimumPositives positives, and as many negatives, that a slice needs to judge by
 */
public record ReleaseRule(double tolerance, long minimumSamples, int minimumPositives) {
  static final double CHANCE_DEVIATIONS = 3;

  /** What to do with a candidate, and why. */
  record Decision(Verdict verdict, String reason) {}

  enum Verdict {
    RELEASE,
    /** The candidate was judged and is not good enough. */
    REFUSE,
    /** There is not enough to judge by; the candidate is neither released nor refused. */
    WAIT
  }

  public ReleaseRule {
    if (!(tolerance >= 0) || minimumSamples < 0 || minimumPositives < 1) {
      throw new IllegalArgumentException(
          "tolerance "
              + tolerance
              + ", minimumSamples "
              + minimumSamples
              + ", minimumPositives "
              + minimumPositives
              + ": none may be negative and at least one positive is needed");
    }
  }

  /**
   * @param candidate the candidate on the slice
   * @param serving the serving model on the same slice; empty where there is none that can be
   *     compared
   * @param trainedOn samples that the candidate was trained on in all
   */
  Decision decide(SliceScore candidate, Optional<SliceScore> serving, long trainedOn) {
    if (candidate.positives() < minimumPositives || candidate.negatives() < minimumPositives) {
      return new Decision(
          Verdict.WAIT,
          String.format(
              Locale.ROOT,
              "the slice has %d positives and %d negatives, %d of each are needed",
              candidate.positives(),
              candidate.negatives(),
              minimumPositives));
    }
    if (serving.isEmpty() && trainedOn < minimumSamples) {
      return new Decision(
          Verdict.WAIT,
          "the first release needs " + minimumSamples + " samples, trained on are " + trainedOn);
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
    // Written so that a serving model without finite figures never holds a candidate back.
    boolean worse =
        candidate.logLoss() > old.logLoss() + tolerance || candidate.auc() < old.auc() - tolerance;
    return new Decision(worse ? Verdict.REFUSE : Verdict.RELEASE, figures);
  }

  private static Decision refuse(String format, Object... values) {
    return new Decision(Verdict.REFUSE, String.format(Locale.ROOT, format, values));
  }

  private static Decision release(String format, Object... values) {
    return new Decision(Verdict.RELEASE, String.format(Locale.ROOT, format, values));
  }
}
