package io.laserstreams.cluster.topics;

import java.util.List;

/**
 * The changes that make a cluster match the catalogue, in order.
 *
 * @param steps changes to make; empty if there is nothing to do
 * @param notes what a person should know although it is no change
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
