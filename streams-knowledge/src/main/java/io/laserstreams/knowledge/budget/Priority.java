package io.laserstreams.knowledge.budget;

import java.time.Duration;

/**
 * Which waiting user comes first: the one from whose new knowledge the most is expected, activity ×
 * staleness. Activity halves with each half-life in which nothing happens. As all users' halves at
 * the same pace, their order needs no clock: it is that of the logarithms, forward-decayed (G.
 * Cormode and others, Forward decay: a practical time decay model for streaming systems, ICDE
 * 2009).
 *
 * @param halfLife of a user's activity
 */
public record Priority(Duration halfLife) {
  /** How many of the newest events say how active a user is. */
  public static final int ACTIVITY_EVENTS = 20;

  private static final double MILLIS_PER_DAY = 86_400_000;
  private static final double LEAST = 1e-6;

  public Priority {
    if (halfLife.isZero() || halfLife.isNegative()) {
      throw new IllegalArgumentException("halfLife must be positive, not " + halfLife);
    }
  }

  /**
   * The rank of a user, higher first; one more is twice the expected gain.
   *
   * @param events how many of the newest events there are, at most {@link #ACTIVITY_EVENTS}
   * @param oldest event time of the oldest of them
   * @param newest event time of the newest
   * @param staleness from 0, the knowledge says it all, to 1, there is none
   */
  public double user(int events, long oldest, long newest, double staleness) {
    double perDay = events / (1 + (newest - oldest) / MILLIS_PER_DAY);
    return log2(Math.max(LEAST, perDay * staleness)) + (double) newest / halfLife.toMillis();
  }

  /**
   * How much of what is known about a user their knowledge does not say: the share of events since
   * then, or the drift if that is more.
   */
  public static double staleness(long position, long knowledgePosition, double drift) {
    double unseen = (double) (position - knowledgePosition) / position;
    return Math.min(1, Math.max(unseen, drift));
  }

  private static double log2(double number) {
    return Math.log(number) / Math.log(2);
  }
}
