package io.laserstreams.tools.bench.figure;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one thing.
 *
 * @param name what it is
 * @param parameters what distinguishes it from rows of the same name, in their order
 * @param busy the largest share of the machine's CPU, 0 to 1, that processes of others took during
 *     one of the repeats; null if the system does not tell
 * @param notes what a reader must know, for example that the process had not become warm
 */
public record Row(
    String name,
    Map<String, String> parameters,
    List<Figure> figures,
    @Nullable Double busy,
    List<String> notes,
    Origin origin) {
  /** From this share on the machine counts as busy. */
  public static final double BUSY = 0.1;

  public Row {
    requireNonNull(name, "name is null");
    requireNonNull(origin, "origin is null");
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }

  /** Whether others took so much CPU that the figures may be wrong. */
  public boolean wasBusy() {
    return busy != null && busy >= BUSY;
  }
}
