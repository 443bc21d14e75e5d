package io.laserstreams.tools.replay;

import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.output.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Waits until knowledge about all these items has been accepted. */
final class KnowledgeWait {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private KnowledgeWait() {}

  /**
   * @param knowledge a reader of the topic of item knowledge
   * @throws IllegalStateException where nothing is accepted for minutes, or an app fails
   */
  static void await(Set<String> items, RecordReader knowledge, AppGroup apps) {
    Set<String> open = new HashSet<>(items);
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    try (Progress progress = Progress.counting("item knowledge", "texts", items.size())) {
      while (!open.isEmpty()) {
        for (Received received : knowledge.poll(POLL)) {
          if (received.record().value() != null && open.remove(received.record().key())) {
            giveUp = System.nanoTime() + PATIENCE.toNanos();
          }
        }
        progress.at(items.size() - open.size());
        apps.requireAlive();
        if (System.nanoTime() > giveUp) {
          throw new IllegalStateException(
              "No knowledge accepted for "
                  + PATIENCE.toMinutes()
                  + " minutes, "
                  + open.size()
                  + " of "
                  + items.size()
                  + " items are without, for example "
                  + open.iterator().next());
        }
      }
    }
  }
}
