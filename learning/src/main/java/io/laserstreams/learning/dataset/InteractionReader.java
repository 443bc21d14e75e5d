package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.BooleanFormat;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.DatasetDescription.Interactions;
import io.laserstreams.learning.dataset.description.DatasetDescription.Label;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the file of interactions. */
final class InteractionReader {
  private final Interactions columns;
  private final Label label;
  private final String labelColumn;
  private final Path file;
  private final @Nullable TimeReader times;
  private final Map<String, Pattern> patterns;

  /** One object for each id and each context, which occur many times. */
  private final Map<String, String> ids = new HashMap<>();

  private final Map<Map<String, String>, Map<String, String>> contexts = new HashMap<>();

  InteractionReader(DatasetDescription description, Path folder, Clock clock) {
    this.columns = description.interactions();
    this.label = description.label();
    this.labelColumn = description.labelColumn();
    this.file = folder.resolve(columns.file());
    this.times = columns.time() == null ? null : new TimeReader(columns.time(), clock);
    this.patterns = DatasetReader.patterns(columns.context());
  }

  List<Interaction> read() {
    List<Interaction> interactions = new ArrayList<>();
    Rows.read(file, columns.format(), wanted(), row -> interactions.add(interaction(row)));
    if (interactions.isEmpty()) {
      throw new InvalidDatasetException(file + " has no rows");
    }
    return interactions;
  }

  /**
   * An error about the first row that shows this item to this user at this time.
   *
   * @param time in the data, see {@link Impression#time}; ignored if the data have no times
   * @param field of the record made from the row, by its name in the schema
   */
  InvalidDatasetException invalid(
      String userId, String itemId, long time, String field, String what) {
    try {
      Rows.read(
          file,
          columns.format(),
          wanted(),
          row -> {
            Interaction found = interaction(row);
            boolean then = columns.time() == null || found.time() == time;
            if (then
                && found.userId().equals(userId)
                && found.candidate().itemId().equals(itemId)) {
              throw row.invalid(column(field), what);
            }
          });
    } catch (InvalidDatasetException e) {
      return e;
    }
    return new InvalidDatasetException(file + ": " + what);
  }

  private String column(String field) {
    return switch (field) {
      case "itemId" -> columns.item();
      case "eventTime" -> columns.time() == null ? columns.user() : columns.time().columns().get(0);
      case "value" -> columns.value() == null ? columns.item() : columns.value();
      default -> columns.user();
    };
  }

  private Set<String> wanted() {
    Set<String> wanted =
        new HashSet<>(
            DatasetReader.columns(Set.of(columns.user(), columns.item()), columns.context()));
    if (columns.value() != null) {
      wanted.add(columns.value());
    }
    if (columns.time() != null) {
      wanted.addAll(columns.time().columns());
    }
    if (columns.impression() != null) {
      wanted.add(columns.impression());
    }
    if (label.column() != null) {
      wanted.add(label.column());
    }
    return wanted;
  }

  private Interaction interaction(Row row) {
    String user = ids.computeIfAbsent(row.id(columns.user()), id -> id);
    String impression =
        columns.impression() == null
            ? null
            : ids.computeIfAbsent(row.id(columns.impression()), id -> id);
    Map<String, String> context =
        columns.context().isEmpty()
            ? Map.of()
            : contexts.computeIfAbsent(
                DatasetReader.fields(row, columns.context(), patterns), Map::copyOf);
    return new Interaction(
        user,
        times == null ? 0 : times.millis(row),
        impression,
        context,
        candidate(row),
        row.position());
  }

  private Candidate candidate(Row row) {
    String item = ids.computeIfAbsent(row.id(columns.item()), id -> id);
    boolean positive = isPositive(row);
    if (columns.value() == null) {
      return new Candidate(item, positive, Float.NaN, positive);
    }
    if (row.text(columns.value()).isEmpty()) {
      return new Candidate(item, false, Float.NaN, positive);
    }
    double value = row.number(columns.value());
    if (columns.values() != null
        && !(value >= columns.values().from() && value <= columns.values().to())) {
      throw row.invalid(
          columns.value(),
          "%s is not from %s to %s"
              .formatted(
                  row.text(columns.value()), columns.values().from(), columns.values().to()));
    }
    if (Float.isInfinite((float) value)) {
      throw row.invalid(columns.value(), "%s is too large".formatted(row.text(columns.value())));
    }
    return new Candidate(item, true, (float) value, positive);
  }

  private boolean isPositive(Row row) {
    if (label.every() != null) {
      return true;
    }
    String text = row.text(labelColumn);
    if (label.equals() != null) {
      return BooleanFormat.same(text, label.equals());
    }
    if (text.isEmpty()) {
      return false;
    }
    Boolean truth = BooleanFormat.of(text);
    return label.accepts(truth == null ? row.number(labelColumn) : truth ? 1 : 0);
  }
}
