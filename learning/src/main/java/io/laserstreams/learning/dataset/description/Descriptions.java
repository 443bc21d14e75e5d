package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads descriptions: built-in ones by name, others from a YAML or JSON file. */
public final class Descriptions {
  /** Names of the built-in descriptions. */
  public static final List<String> BUILT_IN = List.of("ml-1m", "bookcrossing");

  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();
  private static final Pattern TWICE = Pattern.compile("Duplicate field '(.+)'");

  private Descriptions() {}

  /**
   * Reads a description.
   *
   * @param nameOrFile a built-in name, or a path
   * @throws InvalidDatasetException if it is neither, or the file is not a description; the message
   *     says where and why
   */
  public static DatasetDescription read(String nameOrFile) {
    if (BUILT_IN.contains(nameOrFile)) {
      return builtIn(nameOrFile);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException(
          "there is no dataset '%s': choose from %s, or name a file with a description"
              .formatted(nameOrFile, String.join(", ", BUILT_IN)));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in, file.toString());
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static DatasetDescription builtIn(String name) {
    try (InputStream in = Descriptions.class.getResourceAsStream(name + ".yaml")) {
      return parse(in, name + ".yaml");
    } catch (IOException e) {
      throw new IllegalStateException("the built-in description of " + name + " is unreadable", e);
    }
  }

  private static DatasetDescription parse(InputStream in, String file) throws IOException {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      Matcher twice = TWICE.matcher(e.getOriginalMessage());
      String what = twice.matches() ? twice.group(1) + " is given twice" : e.getOriginalMessage();
      throw new InvalidDatasetException(
          "%s, line %d: %s".formatted(file, e.getLocation().getLineNr(), what), e);
    }
    if (tree.isMissingNode() || tree.isNull()) {
      throw new InvalidDatasetException(file + " is empty, not a description of a dataset");
    }
    try {
      return MAPPER.treeToValue(tree, DatasetDescription.class);
    } catch (JsonMappingException e) {
      throw new InvalidDatasetException(explain(file, e), e);
    }
  }

  private static String explain(String file, JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."));
    String at = path.isEmpty() ? file : file + ", " + path;
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "%s: unknown; choose from %s"
          .formatted(
              at, unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    return at
        + ": "
        + (e.getCause() instanceof IllegalArgumentException ours
            ? ours.getMessage()
            : e.getOriginalMessage());
  }
}
