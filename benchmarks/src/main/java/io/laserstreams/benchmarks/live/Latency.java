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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Time from sending an impression to receiving its score with a read_committed consumer, at 40
 * impressions a second, each after a rating of its user; slates of 20, no model.
 */
public final class Latency {
  private static final long INTERVAL_NANOS = Duration.ofMillis(25).toNanos();
  private static final int WARM_UP = 1_200;
  private static final int USERS = 500;
  private static final Duration POLL = Duration.ofMillis(20);

  private Latency() {}

  /**
   * Arguments: number of impressions, processing guarantee, for example {@code exactly_once_v2}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int impressions = Integer.parseInt(args[0]) + WARM_UP;
    try (LiveSystem system = new LiveSystem(Map.of("processing.guarantee", args[1]));
        RecordReader reader = system.scores()) {
      Map<String, Long> sent = new ConcurrentHashMap<>();
      List<Double> millis = new ArrayList<>();
      Thread sender = new Thread(() -> send(system, impressions, sent));
      sender.start();
      for (int scored = 0; scored < impressions; ) {
        for (RecordReader.Received received : reader.poll(POLL)) {
          Long sentAt =
              sent.remove(reader.requiredValue(received, ScoredSlate.class).getImpressionId());
          if (sentAt != null && ++scored > WARM_UP) {
            millis.add((System.nanoTime() - sentAt) / 1e6);
          }
        }
      }
      sender.join();
      Collections.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "%s: p50 %.1f ms, p99 %.1f ms of %,d%n",
          args[1],
          millis.get(millis.size() / 2),
          millis.get((int) (millis.size() * .99)),
          millis.size());
    }
    System.exit(0);
  }

  private static void send(LiveSystem system, int impressions, Map<String, Long> sent) {
    long next = System.nanoTime();
    for (int i = 0; i < impressions; i++) {
      String user = "user-" + i % USERS;
      long now = System.currentTimeMillis();
      system.rate("r-" + i, user, i, now - 1);
      sent.put("i-" + i, System.nanoTime());
      system.ask("i-" + i, user, now);
      next += INTERVAL_NANOS;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }
}
