package io.laserstreams.learning.dataset;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads texts about items. */
public final class ItemTextReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ItemTextReader() {}

  /**
   * Texts by item id, none of them blank, from the first of: {@code file}; the description's file
   * of texts by a language model; the catalogue's text columns.
   *
   * @param file JSON of item id to text, null if not given
   * @throws InvalidDatasetException if a file cannot be read as such
   */
  public static Map<String, String> read(Dataset data, Path folder, @Nullable Path file) {
    if (file != null) {
      return read(file);
    }
    var described = data.description().knowledge();
    if (described != null && described.items() != null) {
      return read(folder.resolve(described.items()));
    }
    Map<String, String> texts = new TreeMap<>();
    data.items().values().stream()
        .filter(item -> !item.text().isBlank())
        .forEach(item -> texts.put(item.itemId(), item.text()));
    return texts;
  }

  /**
   * The texts of a JSON object of item id to text, as a knowledge worker would answer with them,
   * without blank ones.
   *
   * @throws InvalidDatasetException if the file is not such an object, or has an id twice, with or
   *     without blanks around it
   */
  static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException(
          ("there is no file %s with texts about items: name another with --texts, or read none"
                  + " with --no-knowledge")
              .formatted(file));
    }
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
          file + " is not a JSON object of item id to text: " + e.getMessage(), e);
    }
  }
}
