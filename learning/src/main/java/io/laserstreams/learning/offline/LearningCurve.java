package io.laserstreams.learning.offline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a learning curve says about the training. */
public final class LearningCurve {
  private LearningCurve() {}

  /**
   * A sentence if the model was best before half of what it learnt from; empty otherwise.
   *
   * @param curve points in the order of training
   * @param best one of them
   */
  public static Optional<String> pastItsBest(List<CurvePoint> curve, CurvePoint best) {
    CurvePoint last = curve.get(curve.size() - 1);
    return 2 * best.samples() > last.samples()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "The model was best after %,d of %,d samples, where validation AUC was %.5f, %.5f"
                    + " at the end: fewer passes suffice",
                best.samples(),
                last.samples(),
                best.validationAuc(),
                last.validationAuc()));
  }
}
