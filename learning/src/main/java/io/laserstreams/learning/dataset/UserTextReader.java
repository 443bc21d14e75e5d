package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.UserTexts;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a language model wrote about users. Each text carries the time of the newest event
 * that it is based on, and a sample reads only texts based on earlier events: a later text, or one
 * of the same moment, could reveal the answer. A program cannot verify that time, so it refuses a
 * text without it.
 */
public final class UserTextReader {
  private UserTextReader() {}

  /**
   * Texts by user id and by the time of the newest event that they are based on, in milliseconds
   * since the epoch.
   *
   * @throws InvalidDatasetException if a row lacks a user, a text or a time; the message names
   *     file, line and column
   */
  public static Map<String, NavigableMap<Long, String>> read(UserTexts described, Path folder) {
    var times = new TimeReader(described.asOf(), Clock.systemUTC());
    Map<String, NavigableMap<Long, String>> texts = new TreeMap<>();
    Set<String> columns = new HashSet<>(Set.of(described.user(), described.text()));
    columns.addAll(described.asOf().columns());
    Rows.read(
        folder.resolve(described.file()),
        described.format(),
        columns,
        row -> {
          String user = row.id(described.user());
          String text = row.required(described.text());
          long asOf = times.millis(row);
          if (texts.computeIfAbsent(user, id -> new TreeMap<>()).put(asOf, text) != null) {
            throw row.invalid(
                described.asOf().columns().get(0),
                "user '%s' has two texts as of %s".formatted(user, times.text(row)));
          }
        });
    return texts;
  }
}
