package io.laserstreams.crm.history;

/**
 * How a history is divided into records, and how long it may grow.
 *
 * @param headEvents maximum number of events in the head record; every append rewrites it
 * @param chunkEvents events that move to a sealed chunk when the head is full; a chunk that late
 *     events grow to twice as many splits
 * @param maxEvents maximum number of events kept for a user; beyond it the oldest chunk is dropped
 */
public record HistoryBounds(int headEvents, int chunkEvents, int maxEvents) {
  /** A head of 96, chunks of 64, 10,000 events: at least the 32 newest events stay in the head. */
  public static final HistoryBounds DEFAULT = new HistoryBounds(96, 64, 10_000);

  public HistoryBounds {
    if (chunkEvents < 1 || chunkEvents >= headEvents) {
      throw new IllegalArgumentException(
          "chunkEvents is " + chunkEvents + ", must be from 1 to below headEvents = " + headEvents);
    }
    if (maxEvents < headEvents + 2 * chunkEvents) {
      throw new IllegalArgumentException(
          "maxEvents is "
              + maxEvents
              + ", must be at least headEvents + 2 * chunkEvents = "
              + (headEvents + 2 * chunkEvents));
    }
  }

  public HistoryBounds withMaxEvents(int newMaxEvents) {
    return new HistoryBounds(headEvents, chunkEvents, newMaxEvents);
  }
}
