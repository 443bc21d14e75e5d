package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.laserstreams.schema.KnowledgeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Texts from a JSON file that maps subject ids to texts, used verbatim. Keeps the whole file in
 * memory.
 */
public final class FileTextGenerator implements TextGenerator {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, String> texts;
  private final String id;
  private final Optional<TextGenerator> fallback;

  /**
   * The fallback, under its own id, writes about subjects that are missing from the file or whose
   * text is null or blank; without a fallback they get no answer.
   *
   * @throws IllegalArgumentException if the file cannot be read, names an id twice, or contains
   *     anything but texts and null
   */
  public FileTextGenerator(Path file, Optional<TextGenerator> fallback) {
    this.fallback = requireNonNull(fallback, "fallback is null");
    id = "file:" + file.getFileName();
    texts = texts(file);
  }

  private static Map<String, String> texts(Path file) {
    Map<String, String> texts = new HashMap<>();
    read(file)
        .properties()
        .forEach(
            entry -> {
              JsonNode text = entry.getValue();
              if (!text.isTextual() && !text.isNull()) {
                throw new IllegalArgumentException(
                    "In "
                        + file
                        + " the text of '"
                        + entry.getKey()
                        + "' is "
                        + text
                        + ": it must be a string or null");
              }
              if (text.isTextual() && !text.asText().isBlank()) {
                texts.put(entry.getKey(), text.asText());
              }
            });
    return texts;
  }

  private static JsonNode read(Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read texts from "
              + file
              + "; it must be a JSON object of id to text: "
              + e.getMessage(),
          e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(
          "Cannot read texts from "
              + file
              + "; it must be a JSON object of id to text, not "
              + (root.isMissingNode() ? "empty" : "of type " + root.getNodeType()));
    }
    return root;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<GeneratedText> write(KnowledgeRequest request) {
    String text = texts.get(request.getSubjectId());
    return text != null
        ? Optional.of(GeneratedText.withoutPrompt(text, id))
        : fallback.flatMap(generator -> generator.write(request));
  }
}
