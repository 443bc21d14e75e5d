package io.laserstreams.learning.dataset;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be read about items, as texts and as vectors. */
public final class ItemTextReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ItemTextReader() {}

  /** Told of the texts done and of all, from any thread. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int all);
  }

  /**
   * Texts by item id, none of them blank: of the file if there is one, else what a language model
   * wrote as the description says, else what the catalogue's text columns say.
   *
   * @param file JSON of item id to text, or null
   * @throws InvalidDatasetException if a file cannot be read as such
   */
  public static Map<String, String> texts(Dataset data, Path folder, Path file) {
    if (file != null) {
      return texts(file);
    }
    var described = data.description().knowledge();
    if (described != null && described.items() != null) {
      return texts(folder.resolve(described.items()));
    }
    Map<String, String> texts = new TreeMap<>();
    data.items().values().stream()
        .filter(item -> !item.text().isBlank())
        .forEach(item -> texts.put(item.itemId(), item.text()));
    return texts;
  }

  /**
   * Texts that are not blank, from a JSON object of item id to text, as a knowledge worker would
   * answer with them.
   *
   * @throws InvalidDatasetException if the file is none, or has an id twice, with or without blanks
   *     around it
   */
  public static Map<String, String> texts(Path file) {
    Map<String, String> texts = new TreeMap<>();
    try {
      MAPPER
          .readValue(file.toFile(), new TypeReference<Map<String, String>>() {})
          .forEach(
              (id, text) -> {
                if (text != null && !text.isBlank() && texts.put(id.strip(), text) != null) {
                  throw new InvalidDatasetException(
                      "%s has the item '%s' twice".formatted(file, id.strip()));
                }
              });
      return texts;
    } catch (IOException e) {
      throw new InvalidDatasetException(
          file + " is no JSON object of item id to text: " + e.getMessage(), e);
    }
  }

  /** The vectors of these texts, by item id. */
  public static Map<String, float[]> encode(
      Map<String, String> texts, TextVectorizer encoder, Progress progress) {
    List<float[]> encoded =
        encoder.encode(List.copyOf(texts.values()), done -> progress.at(done, texts.size()));
    Map<String, float[]> vectors = new HashMap<>();
    for (String itemId : texts.keySet()) {
      vectors.put(itemId, encoded.get(vectors.size()));
    }
    return vectors;
  }
}
