package io.laserstreams.crm.search;

import java.util.Arrays;

/**
 * Events that were found for a candidate.
 *
 * @param events ascending indices
 * @param scores how much each matters, parallel to {@code events}
 */
public record FoundEvents(int[] events, float[] scores) {
  /** Where nothing was found. */
  public static final FoundEvents NOTHING = new FoundEvents(new int[0], new float[0]);

  public int size() {
    return events.length;
  }

  /** The same in a list that has {@code places} events before these. */
  public FoundEvents movedBy(int places) {
    return places == 0
        ? this
        : new FoundEvents(Arrays.stream(events).map(event -> event + places).toArray(), scores);
  }
}
