package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;

/**
 * Remembers scored impressions, to recognize duplicates by user and impression id, and forgets them
 * with real deletes when their time is over or the partition has too many. It also closes the
 * attribution windows that end by the wall clock.
 *
 * <p>One instance per partition, on one thread.
 */
public final class ServedImpressions {
  /** A longer sweep would block the stream thread; the next one continues. */
  private static final int MAX_ENTRIES_PER_SWEEP = 2_000;

  private final ImpressionStore<ServedImpression> served;
  private final ServedImpressionLog log;
  private final SampleJoin join;
  private final SampleBounds bounds;
  private final SampleMetrics metrics;

  /**
   * @param log the store of the serve log, used by this instance only
   */
  public ServedImpressions(
      SampleStores stores,
      ByteStore log,
      SampleJoin join,
      SampleBounds bounds,
      SampleMetrics metrics) {
    this.served = stores.served();
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
   * Remembers an impression that has just been scored.
   *
   * @param open whether its attribution window is open
   * @param now wall-clock time, milliseconds since the epoch
   */
  public void remember(String impressionId, String userId, long eventTime, boolean open, long now) {
    ServedImpressionLog.Entry oldest = log.oldest();
    if (oldest != null && log.size() >= bounds.memory().maxImpressions()) {
      metrics.forgottenEarly.increment();
      forgetOldest(oldest, now);
    }
    ServedImpression impression = ServedImpression.opened(userId, eventTime);
    served.put(userId, impressionId, (open ? impression : impression.closed()).encode());
    log.append(new ServedImpressionLog.Entry(now, userId, impressionId));
  }

  /**
   * Closes the windows that end by the wall clock, and forgets the impressions whose time is over.
   *
   * @param now the time until which feedback has been processed, milliseconds since the epoch
   */
  public void sweep(long now) {
    int left = MAX_ENTRIES_PER_SWEEP;
    ServedImpressionLog.Entry next = log.nextToClose();
    while (next != null && left-- > 0 && bounds.window().isOver(now, next.servedAt())) {
      join.closeByClock(next.impressionId(), next.userId(), now);
      log.closed();
      next = log.nextToClose();
    }
    ServedImpressionLog.Entry oldest = log.oldest();
    while (oldest != null && left-- > 0 && bounds.memory().isOver(now, oldest.servedAt())) {
      forgetOldest(oldest, now);
      oldest = log.oldest();
    }
    log.save();
  }

  private void forgetOldest(ServedImpressionLog.Entry oldest, long now) {
    join.closeByClock(oldest.impressionId(), oldest.userId(), now);
    served.delete(oldest.userId(), oldest.impressionId());
    log.deleteOldest();
  }
}
