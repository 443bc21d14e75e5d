package io.laserstreams.benchmarks.live;

import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.tools.client.RecordReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Time from {@code kill -9} to the first score, and to a score from every partition: of scoring
 * alone, and of scoring and the cluster together, both restarted immediately. With the default
 * configuration, exactly once.
 */
public final class Recovery {
  private static final int USERS_ASKED = 12;
  private static final Duration POLL = Duration.ofMillis(20);

  private Recovery() {}

  /** Arguments: number of users, interactions, repetitions. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int users = Integer.parseInt(args[0]);
    int interactions = Integer.parseInt(args[1]);
    int repetitions = Integer.parseInt(args[2]);
    try (LiveSystem system = new LiveSystem(Map.of())) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < interactions; i++) {
        system.rate("r-" + i, "user-" + i % users, i, now - interactions + i);
      }
      system.flush();
      firstScores(system, "before");
      List<long[]> alone = new ArrayList<>();
      List<long[]> together = new ArrayList<>();
      for (int i = 0; i < repetitions; i++) {
        system.killScoring();
        long killed = System.nanoTime();
        system.startScoring();
        alone.add(since(killed, firstScores(system, "alone-" + i)));
      }
      for (int i = 0; i < repetitions; i++) {
        system.killScoring();
        system.killCluster();
        long killed = System.nanoTime();
        system.startCluster();
        system.startScoring();
        system.awaitCluster();
        long up = System.nanoTime();
        System.out.printf(Locale.ROOT, "cluster up after %.1f s%n", (up - killed) / 1e9);
        together.add(since(killed, firstScores(system, "together-" + i)));
      }
      print("scoring killed", alone);
      print("scoring and cluster killed", together);
    }
    System.exit(0);
  }

  /**
   * Sends impressions of users of all partitions.
   *
   * @return when the first and the last score arrived, as {@link System#nanoTime}
   */
  private static long[] firstScores(LiveSystem system, String ids) {
    try (RecordReader reader = system.scores()) {
      for (int user = 0; user < USERS_ASKED; user++) {
        system.ask(ids + "-" + user, "user-" + user, System.currentTimeMillis());
      }
      system.flush();
      int scored = 0;
      long first = 0;
      while (scored < USERS_ASKED) {
        system.requireScoring();
        for (RecordReader.Received received : reader.poll(POLL)) {
          if (reader
              .requiredValue(received, ScoredSlate.class)
              .getImpressionId()
              .startsWith(ids + "-")) {
            first = scored == 0 ? System.nanoTime() : first;
            scored++;
          }
        }
      }
      return new long[] {first, System.nanoTime()};
    }
  }

  private static long[] since(long start, long[] times) {
    return new long[] {times[0] - start, times[1] - start};
  }

  private static void print(String what, List<long[]> times) {
    System.out.printf(
        Locale.ROOT,
        "%-28s first score %.1f s, all partitions %.1f s (medians of %d)%n",
        what,
        median(times, 0),
        median(times, 1),
        times.size());
  }

  private static double median(List<long[]> times, int which) {
    List<Long> sorted = new ArrayList<>(times.stream().map(pair -> pair[which]).toList());
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2) / 1e9;
  }
}
