package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Remembers scored impressions, to recognize duplicates by user and impression id, and forgets them
 * with real deletes when their time is over or the partition has too many. It also closes the
 * attribution windows that end by the wall clock.
 *
 * <p>One instance per partition, on one thread.
 */
public final class ServedImpressions {
  /** A longer turn would block the stream thread; the next one continues. */
  private static final int MAX_ENTRIES_PER_TURN = 2_000;

  private static final Duration MAX_TURN = Duration.ofMillis(20);

  private final ServedSlates served;
  private final ServedImpressionLog log;
  private final SampleJoin join;
  private final SampleBounds bounds;
  private final SampleMetrics metrics;
  private final LongSupplier nanoTime;

  /**
   * @param log the store of the serve log, used by this instance only
   * @param nanoTime as of {@link System#nanoTime}
   */
  public ServedImpressions(
      ServedSlates served,
      ByteStore log,
      SampleJoin join,
      SampleBounds bounds,
      SampleMetrics metrics,
      LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.served = requireNonNull(served, "served is null");
    this.log = new ServedImpressionLog(log);
    this.join = requireNonNull(join, "join is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** Whether the user's impression was scored and is still remembered. */
  public boolean contains(String userId, String impressionId) {
    return served.contains(userId, impressionId);
  }

  /**
   * Keeps the time of an impression that {@link SampleJoin} has just remembered. For a duplicate
   * once more: without transactions a crash may have lost it, and twice does no harm.
   *
   * @param now wall-clock time, milliseconds since the epoch
   */
  public void served(String impressionId, String userId, long now) {
    ServedImpressionLog.Entry oldest = log.oldest();
    if (oldest != null && log.size() >= bounds.memory().maxImpressions()) {
      metrics.forgottenEarly.increment();
      forgetOldest(oldest, now);
    }
    log.append(new ServedImpressionLog.Entry(now, userId, impressionId));
  }

  /**
   * Closes the windows that end by the wall clock, and forgets the impressions whose time is over,
   * in one turn of bounded length.
   *
   * @param now the time until which feedback has been processed, milliseconds since the epoch
   * @return whether nothing is left to do at that time
   */
  public boolean sweep(long now) {
    long end = nanoTime.getAsLong() + MAX_TURN.toNanos();
    int left = MAX_ENTRIES_PER_TURN;
    ServedImpressionLog.Entry next = log.nextToClose();
    while (next != null && bounds.window().isOver(now, next.servedAt()) && mayGoOn(left--, end)) {
      join.closeByClock(next.impressionId(), next.userId(), now);
      log.closed();
      next = log.nextToClose();
    }
    ServedImpressionLog.Entry oldest = log.oldest();
    while (oldest != null
        && bounds.memory().isOver(now, oldest.servedAt())
        && mayGoOn(left--, end)) {
      forgetOldest(oldest, now);
      oldest = log.oldest();
    }
    return left > 0 && nanoTime.getAsLong() < end;
  }

  private boolean mayGoOn(int left, long end) {
    return left > 0 && nanoTime.getAsLong() < end;
  }

  private void forgetOldest(ServedImpressionLog.Entry oldest, long now) {
    join.closeByClock(oldest.impressionId(), oldest.userId(), now);
    served.delete(oldest.userId(), oldest.impressionId());
    log.deleteOldest();
  }
}
