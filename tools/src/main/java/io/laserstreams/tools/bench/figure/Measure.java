package io.laserstreams.tools.bench.figure;

import static java.util.Objects.requireNonNull;

/**
 * What is measured.
 *
 * @param unit for example {@code slates/s}
 */
public record Measure(String name, String unit) {
  public Measure {
    requireNonNull(name, "name is null");
    requireNonNull(unit, "unit is null");
  }
}
