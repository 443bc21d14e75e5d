package io.laserstreams.tools.demo;

/** Scores a second over the last few seconds. */
final class Throughput {
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Scoreboard board;
  private long since = System.nanoTime();
  private long scoresThen;
  private double perSecond;

  Throughput(Scoreboard board) {
    this.board = board;
  }

  /** Starts another interval if the current one is over, which also resets recent latencies. */
  void update(long now) {
    if (now - since >= INTERVAL_NANOS) {
      perSecond = (board.scores() - scoresThen) / ((now - since) / NANOS_PER_SECOND);
      scoresThen = board.scores();
      since = now;
      board.resetRecent();
    }
  }

  double perSecond() {
    return perSecond;
  }
}
