package io.laserstreams.tools.demo.world;

import java.util.List;

/**
 * One user's visit and the items that can be shown.
 *
 * @param number of the impression, from 0; the world is a function of its seed and this number
 * @param user who visits
 * @param candidates distinct items to rank, in random order
 */
public record Visit(long number, WorldUser user, List<WorldItem> candidates) {
  public Visit {
    candidates = List.copyOf(candidates);
  }
}
