package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.bench.figure.Figure;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Origin;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.machine.OthersCpu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row while its repeats are measured. */
final class RowSamples {
  private final String name;
  private final Map<String, String> parameters;
  private final Origin origin;
  private final Map<Measure, List<Double>> values = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private @Nullable Double busy;

  RowSamples(String name, Map<String, String> parameters, Origin origin) {
    this.name = requireNonNull(name, "name is null");
    this.parameters = requireNonNull(parameters, "parameters is null");
    this.origin = requireNonNull(origin, "origin is null");
  }

  void add(Measure measure, double value) {
    values.computeIfAbsent(measure, unused -> new ArrayList<>()).add(value);
  }

  void note(String note) {
    notes.add(note);
  }

  /** Keeps what others took during a repeat, if it is the most so far. */
  void busy(OthersCpu others) {
    Double share = others.share();
    if (share != null && (busy == null || share > busy)) {
      busy = share;
    }
  }

  /**
   * The values of a measure so far.
   *
   * @throws IllegalStateException if there are none
   */
  List<Double> values(Measure measure) {
    List<Double> measured = values.get(measure);
    if (measured == null) {
      throw new IllegalStateException(name + " has no " + measure.name());
    }
    return List.copyOf(measured);
  }

  /** Of {@link #values}. */
  double newest(Measure measure) {
    List<Double> measured = values(measure);
    return measured.get(measured.size() - 1);
  }

  Row toRow() {
    List<Figure> figures = new ArrayList<>();
    values.forEach((measure, measured) -> figures.add(Figure.of(measure, measured)));
    return new Row(name, parameters, figures, busy, List.copyOf(notes), origin);
  }
}
