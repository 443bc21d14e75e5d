package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

/**
 * How to measure swaps: each repeat is one release under load.
 *
 * @param live the system and its load; a repeat's window is the time between two releases
 * @param more releases after that, one as soon as the one before serves, for memory
 */
public record SwapOptions(LiveOptions live, int more) {
  public SwapOptions {
    requireNonNull(live, "live is null");
    BenchOptions.requireNotNegative("--releases", more);
  }
}
