package io.laserstreams.lm.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model's JSON files say of it.
 *
 * @param contextTokens tokens that the model can read and write together; {@link Integer#MAX_VALUE}
 *     if it does not say
 * @param stopTokens ids that end a text; never empty
 * @param specialTexts texts of the tokenizer's special tokens, which no message may contain
 * @param templateVariables texts that the chat template uses by name, such as {@code bos_token}
 * @param chatTemplate in Jinja
 */
public record ModelConfig(
    int contextTokens,
    Set<Long> stopTokens,
    List<String> specialTexts,
    Map<String, String> templateVariables,
    String chatTemplate) {
  private static final String TEMPLATE_FILE = "chat_template.jinja";
  private static final String TEMPLATE_FIELD = "chat_template";
  private static final List<String> VARIABLES =
      List.of("bos_token", "eos_token", "pad_token", "unk_token");

  public ModelConfig {
    stopTokens = Set.copyOf(stopTokens);
    specialTexts = List.copyOf(specialTexts);
    templateVariables = Map.copyOf(templateVariables);
  }

  /**
   * Reads {@code config.json}, {@code generation_config.json}, {@code tokenizer_config.json},
   * {@code tokenizer.json} and {@code chat_template.jinja}.
   *
   * @throws UnusableModelException if one of them cannot be read, or no stop token or no chat
   *     template is named
   */
  public static ModelConfig read(ModelFolder model) {
    JsonNode config = JsonFile.read(model.file("config.json"));
    JsonNode generation = JsonFile.read(model.file("generation_config.json"));
    JsonNode tokenizer = JsonFile.read(model.file("tokenizer_config.json"));
    return new ModelConfig(
        HiddenStateConfig.contextTokens(config),
        stopTokens(model, generation, config, tokenizer),
        specialTexts(JsonFile.read(model.tokenizer())),
        variables(tokenizer),
        template(model, tokenizer));
  }

  /** The end of a turn, by {@code tokenizer_config.json}, may differ from that of a document. */
  private static Set<Long> stopTokens(
      ModelFolder model, JsonNode generation, JsonNode config, JsonNode tokenizer) {
    Set<Long> ids = new LinkedHashSet<>();
    String end = variables(tokenizer).get("eos_token");
    for (JsonNode token : JsonFile.read(model.tokenizer()).path("added_tokens")) {
      if (token.path("content").asText().equals(end)) {
        ids.add(token.path("id").asLong());
      }
    }
    for (JsonNode file : List.of(generation, config)) {
      ids.addAll(JsonFile.tokens(file, "eos_token_id"));
    }
    if (ids.isEmpty()) {
      throw new UnusableModelException(
          "neither generation_config.json nor config.json in "
              + model.folder()
              + " names an eos_token_id, and tokenizer_config.json no eos_token, so no text would"
              + " end");
    }
    return ids;
  }

  private static List<String> specialTexts(JsonNode tokenizer) {
    List<String> texts = new ArrayList<>();
    for (JsonNode token : tokenizer.path("added_tokens")) {
      String text = token.path("content").asText();
      if (token.path("special").asBoolean() && !text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static Map<String, String> variables(JsonNode tokenizer) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : VARIABLES) {
      JsonNode token = tokenizer.path(name);
      String text = token.isObject() ? token.path("content").asText() : token.asText("");
      if (!text.isEmpty() && !token.isNull()) {
        variables.put(name, text);
      }
    }
    return variables;
  }

  private static String template(ModelFolder model, JsonNode tokenizer) {
    Path file = model.file(TEMPLATE_FILE);
    if (Files.exists(file)) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UnusableModelException("cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    JsonNode field = tokenizer.path(TEMPLATE_FIELD);
    if (field.isTextual()) {
      return field.asText();
    }
    for (JsonNode named : field) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").asText();
      }
    }
    throw new UnusableModelException(
        model.folder()
            + " has no chat template, neither "
            + TEMPLATE_FILE
            + " nor "
            + TEMPLATE_FIELD
            + " in tokenizer_config.json: use a model tuned to follow instructions");
  }
}
