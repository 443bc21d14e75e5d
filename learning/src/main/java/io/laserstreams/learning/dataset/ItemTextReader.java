package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
      return new DescribedItemTexts(described.items(), folder).read();
    }
    Map<String, String> texts = new TreeMap<>();
    data.items().values().stream()
        .filter(item -> !item.text().isBlank())
        .forEach(item -> texts.put(item.itemId(), item.text()));
    return texts;
  }

  /**
   * Whether each of these texts is known from a time on, by the description; texts of another file
   * are always known.
   */
  public static boolean isTimed(Dataset data, @Nullable Path file) {
    var described = data.description().knowledge();
    return file == null
        && described != null
        && described.items() != null
        && described.items().asOf() != null;
  }

  /**
   * Texts by item id and by the time from which they are known, in milliseconds since the epoch,
   * each with all earlier ones above it.
   *
   * @throws InvalidDatasetException if the file is not as described, or a text has no time
   */
  public static Map<String, NavigableMap<Long, String>> readTimed(Dataset data, Path folder) {
    var described = requireNonNull(data.description().knowledge(), "there are no texts");
    return new DescribedItemTexts(requireNonNull(described.items(), "items is null"), folder)
        .readTimed();
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
          .readValue(file.toFile(), new TypeReference<Map<String, JsonNode>>() {})
          .forEach(
              (id, node) -> {
                String text = text(file, id, node);
                if (!text.isBlank() && texts.put(id.strip(), text) != null) {
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

  /** A text, or several below each other. */
  private static String text(Path file, String id, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return "";
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isValueNode()) {
        throw new InvalidDatasetException(
            ("%s is not a JSON object of item id to text: '%s' has %s; for rows of items, name the"
                    + " columns knowledge.items.item and text")
                .formatted(file, id, each.isArray() ? "a list in a list" : "an object"));
      }
      if (!each.isNull() && !each.asText().isBlank()) {
        texts.add(each.asText());
      }
    }
    return String.join("\n", texts);
  }
}
