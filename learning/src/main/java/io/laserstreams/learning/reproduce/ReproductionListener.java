package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.tuning.Point;
import java.util.List;

/** Notified of the progress of a reproduction, on the thread that runs it. */
public interface ReproductionListener {
  /** Ignores everything. */
  ReproductionListener SILENT = new ReproductionListener() {};

  /** Before anything is trained: what it will cost. */
  default void planned(List<Cost> costs) {}

  /**
   * In the course of the work.
   *
   * @param done estimated seconds of work done
   * @param all estimated seconds of all work
   * @param now the training in progress
   */
  default void progressed(double done, double all, String now) {}

  /**
   * In the course of a computation that trainings wait for.
   *
   * @param share of it that is done
   */
  default void computing(String what, double share) {}

  /** A point of the search for hyper-parameters is finished. */
  default void searched(SearchRow row) {}

  /**
   * The hyper-parameters of a feature set are selected.
   *
   * @param edges hints that something better may lie beyond what was tried
   */
  default void selected(FeatureSet set, Point point, List<String> edges) {}

  /** A row is finished. */
  default void finished(ResultRow row) {}
}
