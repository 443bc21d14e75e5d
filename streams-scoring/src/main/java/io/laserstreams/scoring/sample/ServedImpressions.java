package io.laserstreams.scoring.sample;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;

/**
 * Remembers which impressions were answered, so that a second one of the same user with the same id
 * is known, and forgets them with real deletes when their time is over or the partition has too
 * many. On its way it closes the attribution windows that end by the wall clock.
 *
 * <p>One object serves one partition, on one thread.
 */
public final class ServedImpressions {
  /** A longer pass would hold up the stream thread; the rest is done in the next one. */
  private static final int LONGEST_PASS = 2_000;

  private final ImpressionStore<ServedImpression> served;
  private final ServeLog log;
  private final SampleJoin join;
  private final SampleBounds bounds;
  private final SampleMetrics metrics;

  /**
   * @param log the store of the served impressions in order, which nobody else uses
   */
  public ServedImpressions(
      SampleStores stores,
      ByteStore log,
      SampleJoin join,
      SampleBounds bounds,
      SampleMetrics metrics) {
    this.served = stores.served();
    this.log = new ServeLog(log);
    this.join = requireNonNull(join, "join is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** Whether the user's impression was answered and is still remembered. */
  public boolean contains(String userId, String impressionId) {
    return served.contains(userId, impressionId);
  }

  /**
   * Remembers an impression that has just been answered.
   *
   * @param open whether its attribution window is open
   * @param now wall-clock time, milliseconds since the epoch
   */
  public void remember(String impressionId, String userId, long eventTime, boolean open, long now) {
    if (log.size() >= bounds.memory().maxImpressions()) {
      metrics.forgottenEarly.increment();
      forgetOldest(log.oldest(), now);
    }
    ServedImpression answered = ServedImpression.opened(userId, eventTime);
    served.put(userId, impressionId, (open ? answered : answered.closed()).encode());
    log.append(new ServeLog.Entry(now, userId, impressionId));
  }

  /**
   * Closes the windows that end by the wall clock, and forgets the impressions whose time is over.
   *
   * @param now until when what users did has been read, milliseconds since the epoch
   */
  public void sweep(long now) {
    int left = LONGEST_PASS;
    ServeLog.Entry next = log.nextToClose();
    while (next != null && left-- > 0 && bounds.window().isOver(now, next.servedAt())) {
      join.closeByClock(next.impressionId(), next.userId(), now);
      log.closed();
      next = log.nextToClose();
    }
    ServeLog.Entry oldest = log.oldest();
    while (oldest != null && left-- > 0 && bounds.memory().isOver(now, oldest.servedAt())) {
      forgetOldest(oldest, now);
      oldest = log.oldest();
    }
    log.save();
  }

  private void forgetOldest(ServeLog.Entry oldest, long now) {
    join.closeByClock(oldest.impressionId(), oldest.userId(), now);
    served.delete(oldest.userId(), oldest.impressionId());
    log.forgetOldest();
  }
}
