package io.laserstreams.tools.describe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of texts about items, as far as it can be guessed.
 *
 * @param id column of ids; null for a JSON object of id to text
 * @param text column of texts; null for a JSON object
 * @param via the file that maps its ids to items'; null if they are those of items
 * @param from column of the map with the texts' ids
 * @param to column of the map with the items' ids
 * @param share of its ids that are those of items
 */
record TextsGuess(
    String file,
    @Nullable ColumnProfile id,
    @Nullable ColumnProfile text,
    @Nullable FileProfile via,
    @Nullable String from,
    @Nullable String to,
    double share) {
  private static final double SAME = 0.2;
  private static final int LONG_TEXT = 40;

  /** The first file of texts whose ids are those of items, or mapped to them by another file. */
  static @Nullable TextsGuess of(DataFolder data, Set<FileProfile> not, ColumnProfile items) {
    for (Map.Entry<String, Map<String, String>> object : data.textObjects().entrySet()) {
      TextsGuess guess =
          of(object.getKey(), object.getValue().keySet(), null, null, items, data.files());
      if (guess != null) {
        return guess;
      }
    }
    for (FileProfile file : data.files()) {
      if (not.contains(file)) {
        continue;
      }
      for (ColumnProfile text : file.columns()) {
        if (text.isNumeric() || text.isLists() || text.averageLength() <= LONG_TEXT) {
          continue;
        }
        for (ColumnProfile id : file.without(List.of(text.name()))) {
          TextsGuess guess =
              of(file.file(), id.distinct(), id, text, items, without(data.files(), file));
          if (guess != null) {
            return guess;
          }
        }
      }
    }
    return null;
  }

  private static List<FileProfile> without(List<FileProfile> files, FileProfile file) {
    return files.stream().filter(other -> !other.equals(file)).toList();
  }

  private static @Nullable TextsGuess of(
      String file,
      Set<String> ids,
      @Nullable ColumnProfile id,
      @Nullable ColumnProfile text,
      ColumnProfile items,
      List<FileProfile> maps) {
    double direct = share(ids, items.distinct());
    if (direct > SAME) {
      return new TextsGuess(file, id, text, null, null, null, direct);
    }
    TextsGuess best = null;
    for (FileProfile map : maps) {
      for (ColumnProfile from : map.columns()) {
        double share = share(ids, from.distinct());
        if (share <= SAME || from.counts().size() * 2L < from.present()) {
          continue;
        }
        for (ColumnProfile to : map.without(List.of(from.name()))) {
          boolean isKey =
              items.shareIn(to.distinct()) > SAME && to.counts().size() * 2L > map.rows();
          if (isKey && (best == null || share > best.share())) {
            best = new TextsGuess(file, id, text, map, from.name(), to.name(), share);
          }
        }
      }
    }
    return best;
  }

  private static double share(Set<String> ids, Set<String> others) {
    return ids.isEmpty() ? 0 : (double) ids.stream().filter(others::contains).count() / ids.size();
  }
}
