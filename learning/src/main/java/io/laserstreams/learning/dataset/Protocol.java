package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.Split;

/**
 * Which part each sample belongs to: in the order played, first training, then validation, then
 * test.
 */
public final class Protocol {
  private final int samples;
  private final int validationFrom;
  private final int testFrom;

  private Protocol(int samples, Split split) {
    this.samples = samples;
    this.validationFrom = (int) (samples * split.training());
    this.testFrom = validationFrom + (int) (samples * split.validation());
  }

  /** The parts of this many samples. */
  static Protocol of(int samples, Split split) {
    return new Protocol(samples, split);
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
    return sample < validationFrom
        ? Part.TRAINING
        : sample < testFrom ? Part.VALIDATION : Part.TEST;
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
