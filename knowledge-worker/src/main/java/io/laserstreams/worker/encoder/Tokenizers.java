package io.laserstreams.worker.encoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Opens tokenizers from the class path, and keeps DJL from accessing the network. */
final class Tokenizers {
  private static final Map<String, String> OFFLINE =
      Map.of(
          "ai.djl.offline", "true",
          // A CUDA host would make DJL download another native library; tokenizing needs no GPU.
          "RUST_FLAVOR", "cpu",
          "OPT_OUT_TRACKING", "true");

  private Tokenizers() {}

  static HuggingFaceTokenizer open(String resource, int maxTokens) {
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
    try (InputStream in = Resources.open(resource)) {
      return HuggingFaceTokenizer.newInstance(in, options);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the tokenizer " + resource, e);
    }
  }
}
