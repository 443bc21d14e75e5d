package io.laserstreams.crm.search;

import java.util.Arrays;

/**
 * Events found for a candidate.
 *
 * @param events ascending indices
 * @param scores of the events, see {@link SearchKind}, parallel to {@code events}
 */
public record FoundEvents(int[] events, float[] scores) {
  /** No event. */
  public static final FoundEvents NOTHING = new FoundEvents(new int[0], new float[0]);

  public int size() {
    return events.length;
  }

  /** The same events in a list with {@code places} events before them. */
  public FoundEvents movedBy(int places) {
    return places == 0
        ? this
        : new FoundEvents(Arrays.stream(events).map(event -> event + places).toArray(), scores);
  }
}
