package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.basis.BasisItem;
import io.laserstreams.crm.streaming.user.RecentEvents;

/**
 * A user's recent events weighed by how alike each one's text and the candidate's are, with a narrow and a wide kernel.
 *
 * @param near mean residual by the narrow kernel, drawn towards 0
 * @param wide mean residual by the wide one, drawn towards 0
 * @param support sum of the narrow kernel's weights
 * @param greatest cosine, NaN where there is no event with a text
 * @param nearest residual of the event with the greatest cosine
 */
record TextKernel(double near, double wide, double support, double greatest, double nearest) {
  private static final TextKernel NONE = new TextKernel(0, 0, 0, Double.NaN, Double.NaN);
  private static final double WIDTH = 0.1;
  private static final double NEAR_PRIOR = 0.01;
  private static final double WIDE_PRIOR = 0.3;
  private static final int STEPS = 2_000;
  private static final float[] NARROW = table(WIDTH);
  private static final float[] BROAD = table(3 * WIDTH);

  /** Weights by cosine from -1 to 1: {@code exp((cosine - 1) / width)}. */
  private static float[] table(double width) {
    float[] weights = new float[2 * STEPS + 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.exp((Math.min(1, (double) i / STEPS - 1) - 1) / width);
    }
    return weights;
  }

  static TextKernel of(BasisItem candidate, RecentEvents events) {
    if (candidate.direction() == null) {
      return NONE;
    }
    double near = 0;
    double nearWeights = 0;
    double wide = 0;
    double wideWeights = 0;
    float greatest = Float.NEGATIVE_INFINITY;
    float nearest = Float.NaN;
    for (int i = 0; i < events.size(); i++) {
      float cosine = candidate.cosine(events.resolved(i));
      if (Float.isNaN(cosine)) {
        continue;
      }
      int step = Math.max(0, Math.min(2 * STEPS, (int) ((cosine + 1) * STEPS)));
      float residual = events.residual(i);
      near += NARROW[step] * residual;
      nearWeights += NARROW[step];
      wide += BROAD[step] * residual;
      wideWeights += BROAD[step];
      if (cosine > greatest) {
        greatest = cosine;
        nearest = residual;
      }
    }
    return nearWeights == 0
        ? NONE
        : new TextKernel(near / (nearWeights + NEAR_PRIOR), wide / (wideWeights + WIDE_PRIOR), nearWeights, greatest, nearest);
  }
}
