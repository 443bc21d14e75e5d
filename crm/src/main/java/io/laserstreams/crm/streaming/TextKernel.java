package io.laserstreams.crm.streaming;

import io.laserstreams.crm.features.Block;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.user.RecentEvents;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's newest events, weighed by the similarity of their texts and the candidate's, with a
 * narrow and a wide kernel. All candidates of a slate are computed together: the products of
 * events' and candidates' directions are most of the cost of features.
 */
final class TextKernel {
  /**
   * How many of a user's events are weighed: more cost time and cache and make no difference on the
   * validation part.
   */
  static final int NEWEST = 128;

  private static final double WIDTH = 0.1;
  private static final double NEAR_PRIOR = 0.01;
  private static final double WIDE_PRIOR = 0.3;
  private static final int STEPS = 2_000;
  private static final float[] WEIGHTS = weights();
  private static final int CANDIDATES_WORTH_A_BLOCK = 4;
  private static final int EVENTS_WORTH_A_BLOCK = 64;

  private double near;
  private double nearWeights;
  private double wide;
  private double wideWeights;
  private float greatest = Float.NEGATIVE_INFINITY;
  private float nearest;

  /** Narrow and wide weight by cosine from -1 to 1: {@code exp((cosine - 1) / width)}. */
  private static float[] weights() {
    float[] weights = new float[2 * (2 * STEPS + 1)];
    for (int step = 0; step <= 2 * STEPS; step++) {
      double cosine = step / (double) STEPS - 1;
      weights[2 * step] = (float) Math.exp((cosine - 1) / WIDTH);
      weights[2 * step + 1] = (float) Math.exp((cosine - 1) / (3 * WIDTH));
    }
    return weights;
  }

  /** The kernel of each candidate. */
  static TextKernel[] of(List<FittedItem> candidates, RecentEvents events) {
    TextKernel[] kernels = new TextKernel[candidates.size()];
    for (int k = 0; k < kernels.length; k++) {
      kernels[k] = new TextKernel();
    }
    int oldest = Math.max(0, events.size() - NEWEST);
    List<float[]> directions = new ArrayList<>(events.size() - oldest);
    float[] residuals = new float[events.size() - oldest];
    for (int i = oldest; i < events.size(); i++) {
      float[] direction = events.fittedItem(i).direction();
      if (direction != null) {
        residuals[directions.size()] = events.residual(i);
        directions.add(direction);
      }
    }
    if (directions.isEmpty()) {
      return kernels;
    }
    if (kernels.length < CANDIDATES_WORTH_A_BLOCK || directions.size() < EVENTS_WORTH_A_BLOCK) {
      oneByOne(kernels, candidates, directions, residuals);
    } else {
      inABlock(kernels, candidates, directions, residuals);
    }
    return kernels;
  }

  private static void oneByOne(
      TextKernel[] kernels,
      List<FittedItem> candidates,
      List<float[]> directions,
      float[] residuals) {
    int length = directions.get(0).length;
    // Copied first, so that the processor fetches many directions from memory at a time rather than
    // // one or two while it multiplies.
    float[] gathered = new float[directions.size() * length];
    for (int i = 0; i < directions.size(); i++) {
      System.arraycopy(directions.get(i), 0, gathered, i * length, length);
    }
    float[] cosines = new float[directions.size()];
    float[] quarters = new float[length / 4];
    for (int k = 0; k < kernels.length; k++) {
      float[] candidate = candidates.get(k).direction();
      if (candidate != null) {
        for (int i = 0; i < cosines.length; i++) {
          cosines[i] = Block.product(candidate, gathered, i * length, quarters);
        }
        kernels[k].add(cosines, residuals, cosines.length);
      }
    }
  }

  private static void inABlock(
      TextKernel[] kernels,
      List<FittedItem> candidates,
      List<float[]> directions,
      float[] residuals) {
    var block = Block.of(directions);
    for (int k = 0; k < kernels.length; k++) {
      float[] candidate = candidates.get(k).direction();
      if (candidate != null) {
        kernels[k].add(block.times(candidate), residuals, directions.size());
      }
    }
  }

  private void add(float[] cosines, float[] residuals, int count) {
    double nearSum = 0;
    double nearWeight = 0;
    double wideSum = 0;
    double wideWeight = 0;
    for (int i = 0; i < count; i++) {
      float cosine = cosines[i];
      float residual = residuals[i];
      int step = 2 * Math.max(0, Math.min(2 * STEPS, (int) ((cosine + 1) * STEPS)));
      float narrow = WEIGHTS[step];
      float broad = WEIGHTS[step + 1];
      nearSum += narrow * residual;
      nearWeight += narrow;
      wideSum += broad * residual;
      wideWeight += broad;
      if (cosine > greatest) {
        greatest = cosine;
        nearest = residual;
      }
    }
    near = nearSum;
    nearWeights = nearWeight;
    wide = wideSum;
    wideWeights = wideWeight;
  }

  /** Mean residual by the narrow kernel, shrunk towards 0. */
  double near() {
    return near / (nearWeights + NEAR_PRIOR);
  }

  /** Mean residual by the wide kernel, shrunk towards 0. */
  double wide() {
    return wide / (wideWeights + WIDE_PRIOR);
  }

  /** Sum of the narrow kernel's weights. */
  double support() {
    return nearWeights;
  }

  /** Greatest cosine; NaN if no event has a text. */
  double greatest() {
    return nearWeights == 0 ? Double.NaN : greatest;
  }

  /** Residual of the event with the greatest cosine; NaN if no event has a text. */
  double nearest() {
    return nearWeights == 0 ? Double.NaN : nearest;
  }
}
