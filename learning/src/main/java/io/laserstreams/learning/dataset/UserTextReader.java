package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.UserTexts;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a language model wrote about users. Each text says when the newest event was that it is
 * based on, and is read after that alone: in a sample, a text from later, or from the same moment,
 * could tell the answer. That a text is based on nothing later no program can check; so a text
 * without that time is refused.
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
  public static Map<String, NavigableMap<Long, String>> texts(UserTexts described, Path folder) {
    var times = new TimeReader(described.asOf(), Clock.systemUTC());
    Map<String, NavigableMap<Long, String>> texts = new TreeMap<>();
    Set<String> columns = Set.of(described.user(), described.text(), described.asOf().column());
    Rows.read(
        folder.resolve(described.file()),
        described.format(),
        columns,
        row -> {
          String user = row.id(described.user());
          String text = row.required(described.text());
          long asOf = times.millis(row);
          if (texts.computeIfAbsent(user, id -> new TreeMap<>()).put(asOf, text) != null) {
            String column = described.asOf().column();
            throw row.invalid(
                column, "user '%s' has two texts as of %s".formatted(user, row.text(column)));
          }
        });
    return texts;
  }

  /** The vectors of these texts. */
  public static Map<String, NavigableMap<Long, float[]>> encode(
      Map<String, NavigableMap<Long, String>> texts,
      TextVectorizer encoder,
      ItemTextReader.Progress progress) {
    List<String> all = new ArrayList<>();
    texts.values().forEach(own -> all.addAll(own.values()));
    List<float[]> encoded = encoder.encode(all, done -> progress.at(done, all.size()));
    Map<String, NavigableMap<Long, float[]>> vectors = new HashMap<>();
    int next = 0;
    for (Map.Entry<String, NavigableMap<Long, String>> user : texts.entrySet()) {
      NavigableMap<Long, float[]> own = new TreeMap<>();
      for (long asOf : user.getValue().keySet()) {
        own.put(asOf, encoded.get(next++));
      }
      vectors.put(user.getKey(), own);
    }
    return vectors;
  }
}
