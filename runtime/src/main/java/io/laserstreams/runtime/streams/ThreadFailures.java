package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens to Kafka Streams when a thread fails: the thread is replaced after a pause,
 * or all of Kafka Streams stops, for good or, if a store is damaged, to restart. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  /** Long, as a task that fails for lack of space is restored, which needs space. */
  static final Duration PAUSE_ON_FULL_DISK = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);

  private final String app;
  private final RestartPolicy restarts;
  private final DiskSpace disk;
  private final RunnerHealth health;
  private final CountDownLatch closing;
  private final MeterRegistry registry;
  private final Queue<Throwable> damages = new ConcurrentLinkedQueue<>();

  /**
   * @param closing ends a pause when it is counted down
   */
  ThreadFailures(
      String app,
      RestartPolicy restarts,
      DiskSpace disk,
      RunnerHealth health,
      CountDownLatch closing,
      MeterRegistry registry) {
    this.app = requireNonNull(app, "app is null");
    this.restarts = requireNonNull(restarts, "restarts is null");
    this.disk = requireNonNull(disk, "disk is null");
    this.health = requireNonNull(health, "health is null");
    this.closing = requireNonNull(closing, "closing is null");
    this.registry = requireNonNull(registry, "registry is null");
  }

  /** Runs on the failed thread; the pause keeps a repeated failure from spinning. */
  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    StreamFailure kind = StreamFailure.of(failure);
    if (kind == StreamFailure.UNUSABLE_STATE) {
      health.fail(
          String.valueOf(StreamFailure.unusableState(failure).orElseThrow().getMessage()), failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Throwable cause = StreamFailure.rootOf(failure);
    Counter.builder("laser.thread.restarts")
        .description("Stream threads that failed and were replaced")
        .tag("cause", cause.getClass().getSimpleName())
        .register(registry)
        .increment();
    if (kind == StreamFailure.DAMAGED_STORE) {
      reportDamage(failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Optional<Duration> pause = pauseAfter(kind);
    if (pause.isEmpty()) {
      health.fail("Stream threads failed too often, last with " + cause, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error(
        "{}: a stream thread failed and is replaced in {}; no record is skipped",
        app,
        pause.get(),
        failure);
    try {
      closing.await(pause.get().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Kafka Streams is to restart without the damaged store, unless that happened too often. */
  void reportDamage(Throwable failure) {
    if (restarts.afterFailure().isEmpty()) {
      health.fail(
          "State stores were damaged too often, last with " + StreamFailure.rootOf(failure),
          failure);
    }
    damages.add(failure);
  }

  boolean isDamaged() {
    return !damages.isEmpty();
  }

  /** The failures from damaged stores since the last call. */
  List<Throwable> takeDamages() {
    List<Throwable> taken = new ArrayList<>();
    for (Throwable damage = damages.poll(); damage != null; damage = damages.poll()) {
      taken.add(damage);
    }
    return taken;
  }

  /** Pause before a failed thread is replaced; empty if it is not. */
  private Optional<Duration> pauseAfter(StreamFailure kind) {
    return switch (kind) {
      case OUTAGE -> Optional.of(restarts.afterOutage());
      case DISK_FULL -> {
        disk.reportRanOut();
        yield Optional.of(PAUSE_ON_FULL_DISK);
      }
      case DAMAGED_STORE, UNUSABLE_STATE -> Optional.empty();
      case FAULT -> restarts.afterFailure();
    };
  }
}
