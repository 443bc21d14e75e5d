package io.laserstreams.learning.offline;

/** Told how a training goes, on the thread that trains. */
public interface TrainingListener {
  TrainingListener SILENT = new TrainingListener() {};

  /** After every step. */
  default void learnt(long samples, long of, double loss) {}

  /** After every look at the validation part. */
  default void evaluated(CurvePoint point) {}
}
