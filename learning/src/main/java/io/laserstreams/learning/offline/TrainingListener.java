package io.laserstreams.learning.offline;

/** Notified of the progress of a training, on the thread that trains. */
public interface TrainingListener {
  /** Ignores everything. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * After every step.
   *
   * @param samples learnt from so far
   * @param of how many in all
   * @param loss of the step, in nats
   */
  default void learnt(long samples, long of, double loss) {}

  /** After every evaluation on the validation part. */
  default void evaluated(CurvePoint point) {}
}
