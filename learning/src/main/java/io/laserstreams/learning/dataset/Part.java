package io.laserstreams.learning.dataset;

/** The parts that samples are split into, in the order of time. */
public enum Part {
  TRAINING,
  VALIDATION,
  TEST
}
