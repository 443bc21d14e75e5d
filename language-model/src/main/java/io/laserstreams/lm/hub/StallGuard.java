package io.laserstreams.lm.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing has come for a while, so that its reader fails. */
final class StallGuard implements AutoCloseable {
  private static final int CHECKS = 4;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "laser-hub-stall-guard");
            thread.setDaemon(true);
            return thread;
          });
  private final InputStream stream;
  private final Duration patience;
  private volatile long cameAt = System.nanoTime();

  StallGuard(InputStream stream, Duration patience) {
    this.stream = stream;
    this.patience = patience;
    long interval = Math.max(1, patience.toMillis() / CHECKS);
    var unused =
        timer.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.MILLISECONDS);
  }

  /** Something has come. */
  void came() {
    cameAt = System.nanoTime();
  }

  private void check() {
    if (System.nanoTime() - cameAt > patience.toNanos()) {
      try {
        stream.close();
      } catch (IOException e) {
        // It is closed then, too.
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
