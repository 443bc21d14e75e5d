package io.laserstreams.tools.replay;

import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.output.Progress;
import java.time.Duration;

/**
 * Waits until a number of samples has been written: users' last windows close by the wall clock.
 */
final class SampleWait {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private SampleWait() {}

  /**
   * @param reader of the topic of samples, which this method closes
   * @throws IllegalStateException if no sample arrives for minutes, or an app fails
   */
  static void await(int samples, RecordReader reader, AppGroup apps) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    int seen = 0;
    try (reader;
        Progress progress = Progress.counting("samples", "samples", samples)) {
      while (seen < samples) {
        int more = reader.poll(POLL).size();
        if (more > 0) {
          seen += more;
          giveUp = System.nanoTime() + PATIENCE.toNanos();
          progress.at(seen);
        }
        apps.requireAlive();
        if (System.nanoTime() > giveUp) {
          throw new IllegalStateException(
              "No sample for "
                  + PATIENCE.toMinutes()
                  + " minutes: there are "
                  + seen
                  + " of "
                  + samples);
        }
      }
    }
  }
}
