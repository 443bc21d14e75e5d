package io.laserstreams.tools.apps;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, for a command that closes what it started in order: the process ends only once
 * this object is closed. Thread-safe.
 */
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::requestAndWait, "laser-stop");

  StopSignal() {}

  /** Handles the signals of this process. */
  public static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether the process is to stop. */
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /**
   * @throws CancellationException if the process is to stop
   */
  public void check() {
    if (requested()) {
      throw new CancellationException("Stopped by a signal");
    }
  }

  /** Waits for the signal; whether it came in time. */
  public boolean await(Duration patience) throws InterruptedException {
    return requested.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void request() {
    requested.countDown();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is stopping: the hook runs or has run.
    }
  }

  private void requestAndWait() {
    request();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
