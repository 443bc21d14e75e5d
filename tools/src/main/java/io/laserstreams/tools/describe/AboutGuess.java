package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file about users or items, as far as it can be guessed.
 *
 * @param id column with one row for each
 * @param title null for none
 * @param categories null for none
 * @param separator of several categories in one row; null for one
 * @param flags columns of flags, at least three or none
 * @param fields columns with few values
 * @param dates columns of dates in several years
 * @param texts columns with long texts
 */
record AboutGuess(
    FileProfile file,
    ColumnProfile id,
    @Nullable ColumnProfile title,
    @Nullable ColumnProfile categories,
    @Nullable String separator,
    List<ColumnProfile> flags,
    List<ColumnProfile> fields,
    List<ColumnProfile> dates,
    List<ColumnProfile> texts) {
  private static final int LONG_TEXT = 40;

  /** Files whose shares of ids differ by less than one of so many steps are as good. */
  private static final int STEPS = 20;

  private static final int MAX_FIELD = 1_000;
  private static final int MIN_FLAGS = 3;
  private static final List<String> SEPARATORS = List.of("|", ";", ">", ",", "/");

  /**
   * The file with the key that has most of these ids; of several, that with the same name of the
   * column, or that says most about them, or has the fewest other ids. Null if none has a tenth of
   * them.
   */
  static @Nullable AboutGuess of(
      List<FileProfile> files, Set<FileProfile> not, @Nullable ColumnProfile ids) {
    if (ids == null) {
      return null;
    }
    Map<ColumnProfile, FileProfile> keys = new LinkedHashMap<>();
    for (FileProfile file : files) {
      if (!not.contains(file)) {
        file.columns().stream()
            .filter(column -> column.isUnique() && ids.shareIn(column.distinct()) > 0.1)
            .forEach(column -> keys.put(column, file));
      }
    }
    return keys.keySet().stream()
        .max(
            Comparator.<ColumnProfile>comparingLong(
                    column -> Math.round(STEPS * ids.shareIn(column.distinct())))
                .thenComparingInt(column -> column.name().equals(ids.name()) ? 1 : 0)
                .thenComparingInt(
                    column -> requireNonNull(keys.get(column), "no file").columns().size())
                .thenComparingInt(column -> -column.distinct().size()))
        .map(id -> of(keys.get(id), id))
        .orElse(null);
  }

  private static AboutGuess of(@Nullable FileProfile found, ColumnProfile id) {
    FileProfile file = requireNonNull(found, "file is null");
    List<ColumnProfile> rest = new ArrayList<>(file.without(List.of(id.name())));
    boolean isUnnamed = file.format().columns() != null;
    ColumnProfile title =
        ColumnNames.TITLE
            .first(rest.stream().filter(column -> !column.isLists()).toList())
            .or(() -> rest.stream().filter(each -> isUnnamed && isTitle(each)).findFirst())
            .orElse(null);
    rest.remove(title);
    List<ColumnProfile> flags = rest.stream().filter(ColumnProfile::isFlag).toList();
    flags = flags.size() < MIN_FLAGS ? List.of() : flags;
    rest.removeAll(flags);
    ColumnProfile categories =
        flags.isEmpty()
            ? ColumnNames.CATEGORIES
                .first(rest)
                .orElseGet(
                    () ->
                        rest.stream()
                            .filter(each -> each.isLists() || "|".equals(separator(each)))
                            .findFirst()
                            .orElse(null))
            : null;
    rest.remove(categories);
    List<ColumnProfile> texts = rest.stream().filter(AboutGuess::isText).toList();
    rest.removeAll(texts);
    List<ColumnProfile> fields = rest.stream().filter(AboutGuess::isField).toList();
    List<String> names = file.columns().stream().map(ColumnProfile::name).toList();
    List<ColumnProfile> dates =
        rest.stream()
            .filter(each -> each.hasYears() && !names.contains(YamlText.year(each)))
            .toList();
    return new AboutGuess(
        file, id, title, categories, separator(categories), flags, fields, dates, texts);
  }

  private static boolean isText(ColumnProfile column) {
    return !column.isLists()
        && !column.isNumeric()
        && column.timeUnit() == null
        && column.averageLength() > LONG_TEXT;
  }

  /** Nearly every row has its own, which is not a number. */
  private static boolean isTitle(ColumnProfile column) {
    return !column.isLists()
        && !column.isNumeric()
        && column.timeUnit() == null
        && 10L * column.distinct().size() > 9 * column.present();
  }

  private static boolean isField(ColumnProfile column) {
    int distinct = column.distinct().size();
    return !column.isLists()
        && column.timeUnit() == null
        && distinct > 1
        && distinct <= MAX_FIELD
        && 2L * distinct <= column.present();
  }

  /** The first that some values have, and that makes fewer different categories of them. */
  private static @Nullable String separator(@Nullable ColumnProfile categories) {
    if (categories == null || categories.isLists()) {
      return null;
    }
    for (String separator : SEPARATORS) {
      Set<String> parts = new HashSet<>();
      int with = 0;
      for (String value : categories.distinct()) {
        with += value.contains(separator) ? 1 : 0;
        parts.addAll(List.of(value.split(Pattern.quote(separator))));
      }
      boolean isCertain = separator.equals("|") || separator.equals(";");
      if (with > 0 && (isCertain || parts.size() < categories.distinct().size())) {
        return separator;
      }
    }
    return null;
  }

  /** The columns that nothing is made of. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    for (ColumnProfile column : file.columns()) {
      if (column != id
          && column != title
          && column != categories
          && !flags.contains(column)
          && !fields.contains(column)
          && !dates.contains(column)
          && !texts.contains(column)) {
        unused.add(column.name());
      }
    }
    return unused;
  }
}
