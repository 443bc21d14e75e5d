package io.laserstreams.worker.encoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.laserstreams.lm.chat.OfflineTokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Opens the tokenizers of text encoders. */
final class Tokenizers {
  private Tokenizers() {}

  static HuggingFaceTokenizer open(EncoderFiles files, int maxTokens) throws IOException {
    Map<String, String> options =
        Map.of(
            "truncation",
            "true",
            "maxLength",
            Integer.toString(maxTokens),
            "padding",
            "false",
            "addSpecialTokens",
            "true");
    try (InputStream in = files.tokenizer()) {
      return OfflineTokenizers.open(in, options);
    }
  }
}
