package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.description.BooleanFormat;
import io.laserstreams.learning.dataset.description.TimeUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the file of interactions, as far as they can be guessed.
 *
 * @param user null if not found
 * @param item null if not found
 * @param time null if not found
 * @param value null for none
 * @param click column of a flag; null for none
 * @param event column of kinds of events; null for none
 * @param impression candidate for the impression's id, to be verified; null for none
 */
record InteractionGuess(
    FileProfile file,
    @Nullable ColumnProfile user,
    @Nullable ColumnProfile item,
    @Nullable ColumnProfile time,
    @Nullable ColumnProfile value,
    @Nullable ColumnProfile click,
    @Nullable ColumnProfile event,
    @Nullable ColumnProfile impression,
    List<ColumnProfile> context) {
  private static final int MAX_CONTEXT = 64;
  private static final int MAX_EVENTS = 12;

  /** Of all files, the one that looks most like interactions, by its columns, then by its rows. */
  static InteractionGuess of(List<FileProfile> files) {
    return files.stream()
        .map(file -> of(file, files))
        .max(
            Comparator.comparingInt(InteractionGuess::found)
                .thenComparingLong(guess -> guess.file().rows()))
        .orElseThrow();
  }

  private int found() {
    boolean both = user != null && item != null && !user.isUnique();
    return (both ? 4 : 0)
        + (time == null ? 0 : 2)
        + (value == null && click == null && event == null ? 0 : 1);
  }

  private static InteractionGuess of(FileProfile file, List<FileProfile> files) {
    List<ColumnProfile> ids = file.columns().stream().filter(InteractionGuess::canBeId).toList();
    boolean isUnnamed = file.format().columns() != null && ids.size() > 1;
    ColumnProfile user = isUnnamed ? ids.get(0) : ColumnNames.USER.first(ids).orElse(null);
    ColumnProfile item =
        isUnnamed
            ? ids.get(1)
            : ColumnNames.ITEM
                .first(ids.stream().filter(column -> column != user).toList())
                .orElseGet(() -> keyOfAnother(file, ids, user, files));
    ColumnProfile time =
        file.columns().stream()
            .filter(column -> column != user && column != item && column.timeUnit() != null)
            .max(
                Comparator.<ColumnProfile>comparingInt(
                        column -> column.timeUnit() == TimeUnit.ISO_8601 ? 1 : 0)
                    .thenComparingInt(column -> ColumnNames.TIME.matches(column.name()) ? 1 : 0)
                    .thenComparingInt(column -> column.distinct().size()))
            .orElse(null);
    Set<String> used = new HashSet<>();
    for (ColumnProfile column : new ColumnProfile[] {user, item, time}) {
      if (column != null) {
        used.add(column.name());
      }
    }
    List<ColumnProfile> rest = file.without(used);
    ColumnProfile click =
        ColumnNames.CLICK.first(rest.stream().filter(ColumnProfile::isFlag).toList()).orElse(null);
    ColumnProfile value =
        ColumnNames.VALUE
            .first(
                rest.stream()
                    .filter(column -> column.isNumeric() && column.distinct().size() > 1)
                    .toList())
            .orElseGet(() -> isUnnamed ? fewNumbers(rest) : null);
    ColumnProfile event =
        ColumnNames.EVENT
            .first(rest.stream().filter(InteractionGuess::canBeEvent).toList())
            .orElse(null);
    ColumnProfile impression = ColumnNames.IMPRESSION.first(rest).orElse(null);
    List<ColumnProfile> context = new ArrayList<>();
    for (ColumnProfile column : rest) {
      int distinct = column.distinct().size();
      if (column != click
          && column != value
          && column != event
          && column != impression
          && ColumnNames.CONTEXT.matches(column.name())
          && distinct > 1
          && distinct <= MAX_CONTEXT) {
        context.add(column);
      }
    }
    return new InteractionGuess(
        file, user, item, time, value, click, event, impression, List.copyOf(context));
  }

  private static boolean canBeId(ColumnProfile column) {
    boolean isTime = column.timeUnit() != null && column.distinct().size() > 2;
    return column.missing() == 0
        && column.present() > 0
        && !column.isLists()
        && !isTime
        && !column.distinct().stream().allMatch(value -> BooleanFormat.of(value) != null);
  }

  private static @Nullable ColumnProfile fewNumbers(List<ColumnProfile> columns) {
    return columns.stream()
        .filter(column -> column.isNumeric() && column.distinct().size() > 1)
        .filter(column -> column.distinct().size() <= MAX_EVENTS)
        .findFirst()
        .orElse(null);
  }

  private static boolean canBeEvent(ColumnProfile column) {
    return !column.isNumeric()
        && column.distinct().size() > 1
        && column.distinct().size() <= MAX_EVENTS;
  }

  /** The column whose values are keys of another file with as many rows as ids. */
  private static @Nullable ColumnProfile keyOfAnother(
      FileProfile file,
      List<ColumnProfile> ids,
      @Nullable ColumnProfile user,
      List<FileProfile> files) {
    return ids.stream()
        .filter(column -> column != user && !column.isUnique())
        .filter(
            column ->
                files.stream()
                    .filter(other -> !other.equals(file))
                    .flatMap(other -> other.columns().stream())
                    .anyMatch(key -> key.isUnique() && column.shareIn(key.distinct()) > 0.5))
        .findFirst()
        .orElse(null);
  }

  /** The kind of events that says most that a user liked an item; null for none. */
  @Nullable String best() {
    if (event == null) {
      return null;
    }
    for (String wanted :
        List.of("purchas", "buy", "bought", "order", "convers", "cart", "like", "play", "click")) {
      for (Map.Entry<String, Integer> kind : event.counts().entrySet()) {
        if (kind.getKey().toLowerCase(Locale.ROOT).contains(wanted)) {
          return kind.getKey();
        }
      }
    }
    return null;
  }
}
