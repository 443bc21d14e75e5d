package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.worker.encoder.EncoderFiles.InFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of a sentence transformer that was exported to ONNX, as the Python library
 * sentence-transformers writes it. Pooling, length, case and prefix are what the folder says; what
 * is unclear, or not supported, is refused. Vectors are brought to unit length whether or not the
 * folder says so; that changes no cosine.
 */
final class SentenceTransformerFolder {
  static final String MODULES = "modules.json";
  private static final String POOLING = "config.json";
  private static final String LENGTH = "sentence_bert_config.json";
  private static final String PROMPTS = "config_sentence_transformers.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String MODEL = "model.onnx";
  private static final String MODEL_FOLDER = "onnx";
  private static final Set<String> COSINE = Set.of("cosine", "");

  private final Path folder;
  private final List<JsonNode> modules;

  private SentenceTransformerFolder(Path folder) {
    this.folder = folder;
    this.modules = new ArrayList<>();
    json(folder.resolve(MODULES)).forEach(modules::add);
  }

  /**
   * Reads a folder. Its encoder's id is the folder's name and a hash of everything that shapes a
   * vector.
   *
   * @throws IllegalArgumentException naming the file that is missing, wrong or not supported
   */
  static EncoderModel read(Path folder) {
    return new SentenceTransformerFolder(requireNonNull(folder, "folder is null")).model();
  }

  private EncoderModel model() {
    Path transformer = folder.resolve(module("Transformer"));
    Path poolingFile = folder.resolve(module("Pooling")).resolve(POOLING);
    requireKnownModules();
    JsonNode poolingConfig = json(poolingFile);
    Pooling pooling = pooling(poolingFile, poolingConfig);
    String prefix = prefix();
    if (!prefix.isEmpty() && !poolingConfig.path("include_prompt").asBoolean(true)) {
      throw new IllegalArgumentException(
          "%s leaves the prompt '%s' out of the pooling, which is not supported"
              .formatted(poolingFile, prefix));
    }
    JsonNode length = json(transformer.resolve(LENGTH));
    boolean lowerCase = length.path("do_lower_case").asBoolean(false);
    Path model = onnx(transformer);
    Path tokenizer = existing(transformer.resolve(TOKENIZER));
    return new EncoderModel(
        VectorSpace.id(folder, model, tokenizer, pooling + "\n" + lowerCase + "\n" + prefix),
        new InFolder(model, tokenizer),
        positive(poolingFile, poolingConfig, "word_embedding_dimension"),
        pooling,
        positive(transformer.resolve(LENGTH), length, "max_seq_length"),
        lowerCase,
        prefix);
  }

  /** The path of the one module of a type. */
  private String module(String type) {
    List<JsonNode> found = modules.stream().filter(module -> type(module).equals(type)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "%s names %d modules %s; it must name one"
              .formatted(folder.resolve(MODULES), found.size(), type));
    }
    return found.get(0).path("path").asText("");
  }

  private void requireKnownModules() {
    for (JsonNode module : modules) {
      if (!Set.of("Transformer", "Pooling", "Normalize").contains(type(module))) {
        throw new IllegalArgumentException(
            "%s names a module %s; supported are Transformer, Pooling and Normalize"
                .formatted(folder.resolve(MODULES), type(module)));
      }
    }
    String similarity = optional(folder.resolve(PROMPTS)).path("similarity_fn_name").asText("");
    boolean normalized = modules.stream().anyMatch(module -> type(module).equals("Normalize"));
    if (!normalized && !COSINE.contains(similarity)) {
      throw new IllegalArgumentException(
          ("%s compares vectors by %s, for which their lengths matter; knowledge has vectors of"
                  + " unit length")
              .formatted(folder.resolve(PROMPTS), similarity));
    }
  }

  private static String type(JsonNode module) {
    String type = module.path("type").asText();
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static Pooling pooling(Path file, JsonNode config) {
    List<String> modes =
        config.properties().stream()
            .filter(entry -> entry.getKey().startsWith("pooling_mode_"))
            .filter(entry -> entry.getValue().asBoolean())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (modes.size() != 1) {
      throw new IllegalArgumentException(
          "%s sets the pooling modes %s; it must set one of %s"
              .formatted(file, modes, Pooling.modes()));
    }
    return Pooling.of(modes.get(0))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s sets %s; supported are %s".formatted(file, modes.get(0), Pooling.modes())));
  }

  /** What the library writes before each text unless it is told otherwise. */
  private String prefix() {
    Path file = folder.resolve(PROMPTS);
    JsonNode config = optional(file);
    JsonNode name = config.path("default_prompt_name");
    if (!name.isTextual()) {
      return "";
    }
    JsonNode prompt = config.path("prompts").path(name.asText());
    if (!prompt.isTextual()) {
      throw new IllegalArgumentException(
          "%s has the default_prompt_name %s, but no such prompt".formatted(file, name));
    }
    return prompt.asText();
  }

  private static Path onnx(Path transformer) {
    Path direct = transformer.resolve(MODEL);
    Path beneath = transformer.resolve(MODEL_FOLDER).resolve(MODEL);
    if (Files.exists(direct) && Files.exists(beneath)) {
      throw new IllegalArgumentException(
          "%s and %s both exist; remove the one that is not meant".formatted(direct, beneath));
    }
    return Files.exists(direct) ? direct : existing(beneath);
  }

  private static int positive(Path file, JsonNode config, String name) {
    int value = config.path(name).asInt(0);
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s has the %s %s; it must be a positive number"
              .formatted(
                  file, name, config.path(name).isMissingNode() ? "missing" : config.get(name)));
    }
    return value;
  }

  private static JsonNode optional(Path file) {
    return Optional.of(file)
        .filter(Files::exists)
        .map(SentenceTransformerFolder::json)
        .orElseGet(() -> new ObjectMapper().createObjectNode());
  }

  private static JsonNode json(Path file) {
    try (InputStream in = Files.newInputStream(existing(file))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getMessage(), e);
    }
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + " is missing; a sentence transformer exported to ONNX has it");
    }
    return file;
  }
}
