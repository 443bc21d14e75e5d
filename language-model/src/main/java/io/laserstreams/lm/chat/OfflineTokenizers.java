package io.laserstreams.lm.chat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Opens tokenizers in Hugging Face's format, and keeps DJL from accessing the network. */
public final class OfflineTokenizers {
  private static final Map<String, String> OFFLINE =
      Map.of(
          "ai.djl.offline", "true",
          // A CUDA host would make DJL download another native library; tokenizing needs no GPU.
          "RUST_FLAVOR", "cpu",
          "OPT_OUT_TRACKING", "true");

  private OfflineTokenizers() {}

  /**
   * @param json a {@code tokenizer.json}
   * @param options of DJL
   */
  public static HuggingFaceTokenizer open(InputStream json, Map<String, String> options)
      throws IOException {
    OFFLINE.forEach(
        (property, value) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, value);
          }
        });
    return HuggingFaceTokenizer.newInstance(json, options);
  }
}
