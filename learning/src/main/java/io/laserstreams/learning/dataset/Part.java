package io.laserstreams.learning.dataset;

/** Parts of the protocol's samples, in the order of time. */
public enum Part {
  TRAINING,
  VALIDATION,
  TEST
}
