package io.laserstreams.tools.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntToDoubleFunction;

/**
 * Repeats a piece of work on some threads for a while.
 *
 * @param wallNanos time of one piece of work on its thread
 * @param cpuNanos CPU time of one piece of work; of a thread that never had to wait for a CPU it is
 *     the same
 * @param sum of what the work returned, so that the compiler cannot leave the work out
 */
record Windowed(double wallNanos, double cpuNanos, double sum) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What a thread did. */
  private record Done(long pieces, long wall, long cpu, double sum) {}

  /**
   * @param work with the number of the piece
   */
  static Windowed of(Duration window, int threads, IntToDoubleFunction work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<Done>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t * 31;
        running.add(CompletableFuture.supplyAsync(() -> run(window, first, work), pool));
      }
      long pieces = 0;
      long wall = 0;
      long cpu = 0;
      double sum = 0;
      for (CompletableFuture<Done> thread : running) {
        Done done = thread.join();
        pieces += done.pieces();
        wall += done.wall();
        cpu += done.cpu();
        sum += done.sum();
      }
      return new Windowed((double) wall / pieces, (double) cpu / pieces, sum);
    } finally {
      pool.shutdown();
    }
  }

  private static Done run(Duration window, int first, IntToDoubleFunction work) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long end = start + window.toNanos();
    double sum = 0;
    int pieces = 0;
    long now = start;
    while (now < end) {
      sum += work.applyAsDouble(first + pieces);
      pieces++;
      now = System.nanoTime();
    }
    return new Done(pieces, now - start, THREADS.getCurrentThreadCpuTime() - cpu, sum);
  }
}
