package io.laserstreams.cluster.topics;

import java.util.List;

/**
 * What it takes to make a cluster look like the catalogue, in the order to do it.
 *
 * @param steps changes to make; empty where nothing is to do
 * @param notes what a person should know and what is no change
 */
public record Plan(List<Step> steps, List<String> notes) {
  public Plan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** One change, for example {@code create topic laser.items (4 partitions, ...)}. */
  public record Step(String description, Runnable action) {}

  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
