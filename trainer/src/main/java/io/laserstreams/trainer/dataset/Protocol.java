package io.laserstreams.trainer.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which ratings are samples, and of which part: those with at least 5 earlier ratings of the same user, in the order of time 80 %
 * training, 10 % validation, 10 % test (the protocol of ReLLa, Lin et al. 2024).
 */
public final class Protocol {
  /** Earlier ratings of the user that make a rating a sample. */
  public static final int FEWEST_EARLIER = 5;

  private final int samples;
  private final int validationFrom;
  private final int testFrom;

  private Protocol(int samples) {
    this.samples = samples;
    this.validationFrom = (int) (samples * 0.8);
    this.testFrom = validationFrom + (int) (samples * 0.1);
  }

  /** The protocol for these ratings, which are in the order of time. */
  public static Protocol of(List<Rating> ratings) {
    Map<String, Integer> earlier = new HashMap<>();
    int samples = 0;
    for (Rating rating : ratings) {
      samples += earlier.merge(rating.userId(), 1, Integer::sum) > FEWEST_EARLIER ? 1 : 0;
    }
    return new Protocol(samples);
  }

  public int samples() {
    return samples;
  }

  public int samples(Part part) {
    return switch (part) {
      case TRAINING -> validationFrom;
      case VALIDATION -> testFrom - validationFrom;
      case TEST -> samples - testFrom;
    };
  }

  /** The part of the n-th sample, counted from 0. */
  public Part part(int sample) {
    return sample < validationFrom ? Part.TRAINING : sample < testFrom ? Part.VALIDATION : Part.TEST;
  }

  /** Number of the part's first sample. */
  public int first(Part part) {
    return switch (part) {
      case TRAINING -> 0;
      case VALIDATION -> validationFrom;
      case TEST -> testFrom;
    };
  }
}
