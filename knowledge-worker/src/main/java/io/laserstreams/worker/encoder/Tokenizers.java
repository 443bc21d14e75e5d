package io.laserstreams.worker.encoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Opens tokenizers, and keeps DJL from accessing the network. */
final class Tokenizers {
  private static final Map<String, String> OFFLINE =
      Map.of(
          "ai.djl.offline", "true",
          // A CUDA host would make DJL download another native library; tokenizing needs no GPU.
          "RUST_FLAVOR", "cpu",
          "OPT_OUT_TRACKING", "true");

  private Tokenizers() {}

  static HuggingFaceTokenizer open(EncoderFiles files, int maxTokens) throws IOException {
    OFFLINE.forEach(
        (property, value) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, value);
          }
        });
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
      return HuggingFaceTokenizer.newInstance(in, options);
    }
  }
}
