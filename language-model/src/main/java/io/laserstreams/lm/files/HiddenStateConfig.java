package io.laserstreams.lm.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a language model's JSON files say of its hidden states; it need not be tuned to follow
 * instructions.
 *
 * @param size numbers in one of them
 * @param contextTokens tokens that the model can read; {@link Integer#MAX_VALUE} if it does not say
 * @param boundaryToken id of the token that begins texts, or else ends them; it stands for a text
 *     that has no token
 */
public record HiddenStateConfig(int size, int contextTokens, long boundaryToken) {
  private static final String CONFIG = "config.json";
  private static final String GENERATION = "generation_config.json";

  /** What the families of models call the size. */
  private static final List<String> SIZES = List.of("hidden_size", "n_embd", "d_model");

  /**
   * Reads {@code config.json} and {@code generation_config.json}.
   *
   * @throws UnusableModelException if one of them cannot be read, or lacks what is needed
   */
  public static HiddenStateConfig read(ModelFolder model) {
    JsonNode config = JsonFile.read(model.file(CONFIG));
    JsonNode generation = JsonFile.read(model.file(GENERATION));
    int size =
        SIZES.stream()
            .mapToInt(name -> config.path(name).asInt(0))
            .filter(number -> number > 0)
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableModelException(
                        "%s is missing, or does not say the size of hidden states as one of %s"
                            .formatted(model.file(CONFIG), SIZES)));
    long boundary =
        Stream.of("bos_token_id", "eos_token_id")
            .flatMap(
                field ->
                    Stream.of(config, generation)
                        .flatMap(file -> JsonFile.tokens(file, field).stream()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableModelException(
                        ("neither %s nor %s names a bos_token_id or eos_token_id, which"
                                + " stands for a text without tokens")
                            .formatted(model.file(CONFIG), GENERATION)));
    return new HiddenStateConfig(size, contextTokens(config), boundary);
  }

  static int contextTokens(JsonNode config) {
    return config.path("max_position_embeddings").asInt(Integer.MAX_VALUE);
  }
}
