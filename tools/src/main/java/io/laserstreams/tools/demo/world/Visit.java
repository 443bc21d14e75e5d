package io.laserstreams.tools.demo.world;

import java.util.List;

/**
 * One user's visit: what can be shown to whom.
 *
 * @param number the impression's number, from 0; all that the world does is a function of its seed
 *     and this number
 * @param user who visits
 * @param candidates distinct items to rank, in random order
 */
public record Visit(long number, WorldUser user, List<WorldItem> candidates) {
  public Visit {
    candidates = List.copyOf(candidates);
  }
}
