package io.laserstreams.trainer.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts about items from a JSON file that maps item ids to texts, as a knowledge worker would answer with them. */
public final class ItemKnowledge {
  private ItemKnowledge() {}

  /** Told of the texts done and of all, from any thread. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int all);
  }

  /**
   * The vectors of all texts that are not blank, by item id.
   *
   * @throws InvalidDatasetException if the file cannot be read as such
   */
  public static Map<String, float[]> read(Path file, TextVectors encoder, Progress progress) {
    Map<String, String> texts;
    try {
      texts = new ObjectMapper().readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {});
    } catch (IOException e) {
      throw new InvalidDatasetException(file + " is no JSON object of item id to text: " + e.getMessage(), e);
    }
    texts.values().removeIf(String::isBlank);
    List<float[]> encoded = encoder.encode(List.copyOf(texts.values()), done -> progress.at(done, texts.size()));
    Map<String, float[]> vectors = new HashMap<>();
    for (String itemId : texts.keySet()) {
      vectors.put(itemId, encoded.get(vectors.size()));
    }
    return vectors;
  }
}
