package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Encodes texts about items and users as knowledge vectors. */
public final class KnowledgeEncoder {
  private final TextVectorizer vectorizer;
  private final Progress progress;

  /** Notified of the number of texts done and of all, from any thread. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int all);
  }

  public KnowledgeEncoder(TextVectorizer vectorizer, Progress progress) {
    this.vectorizer = requireNonNull(vectorizer, "vectorizer is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /** The vectors of texts about items, by item id. */
  public Map<String, float[]> items(Map<String, String> texts) {
    List<float[]> encoded = encode(List.copyOf(texts.values()));
    Map<String, float[]> vectors = new HashMap<>();
    for (String itemId : texts.keySet()) {
      vectors.put(itemId, encoded.get(vectors.size()));
    }
    return vectors;
  }

  /** The vectors of texts, by the id of a user or an item and by time. */
  public Map<String, NavigableMap<Long, float[]>> timed(
      Map<String, NavigableMap<Long, String>> texts) {
    List<String> all = new ArrayList<>();
    texts.values().forEach(own -> all.addAll(own.values()));
    List<float[]> encoded = encode(all);
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

  private List<float[]> encode(List<String> texts) {
    return vectorizer.encode(texts, done -> progress.at(done, texts.size()));
  }
}
