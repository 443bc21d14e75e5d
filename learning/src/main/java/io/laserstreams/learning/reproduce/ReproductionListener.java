package io.laserstreams.learning.reproduce;

import java.util.List;

/** Told how a reproduction goes, on the thread that runs it. */
public interface ReproductionListener {
  ReproductionListener SILENT = new ReproductionListener() {};

  /** Before anything of the grid is trained: what it will cost. */
  default void planned(List<Cost> costs) {}

  /** Seconds of work done and to do, as they were estimated. */
  default void progressed(double done, double all, String now) {}

  /** Something that trainings wait for is being computed, how much of it is done. */
  default void computing(String what, double share) {}

  /** A point of the search for hyper-parameters is finished. */
  default void searched(SearchRow row) {}

  /** A row is finished. */
  default void finished(ResultRow row) {}
}
