package io.laserstreams.lm;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.decoder.DecoderOptions;

/**
 * How a language model is run.
 *
 * @param batch texts written side by side at most
 * @param contextTokens that a prompt and its answer may have together; bounds the memory
 */
public record LanguageModelOptions(DecoderOptions decoder, int batch, int contextTokens) {
  public LanguageModelOptions {
    requireNonNull(decoder, "decoder is null");
    if (batch < 1 || contextTokens < 2) {
      throw new IllegalArgumentException(
          "batch is %d and contextTokens %d; must be at least 1 and 2"
              .formatted(batch, contextTokens));
    }
  }

  /** These, with a context of no more tokens than a model has. */
  LanguageModelOptions upTo(int modelTokens) {
    return new LanguageModelOptions(decoder, batch, Math.min(contextTokens, modelTokens));
  }
}
