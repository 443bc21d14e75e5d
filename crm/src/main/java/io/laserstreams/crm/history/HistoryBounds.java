package io.laserstreams.crm.history;

/**
 * How a history is cut into records, and how long it may grow.
 *
 * @param headEvents events in the head record, at most; every append rewrites it
 * @param chunkEvents events that move to a sealed chunk when the head is full; a chunk into which
 *     late events come splits at twice as many
 * @param maxEvents events kept of one user, at most; past it the oldest chunk is dropped
 */
public record HistoryBounds(int headEvents, int chunkEvents, int maxEvents) {
  /**
   * Head of 96, chunks of 64, 10 000 events: after a move at least 32 newest events are in the
   * head.
   */
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
