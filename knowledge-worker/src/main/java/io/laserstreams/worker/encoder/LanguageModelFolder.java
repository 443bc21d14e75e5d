package io.laserstreams.worker.encoder;

import io.laserstreams.lm.files.HiddenStateConfig;
import io.laserstreams.lm.files.ModelFolder;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.worker.encoder.EncoderFiles.OfLanguageModel;
import java.nio.file.Path;

/**
 * The folder of a decoder-only language model whose graph gives its hidden states. A text's vector
 * is the mean of the last layer's over all tokens that its tokenizer makes.
 */
final class LanguageModelFolder {
  private LanguageModelFolder() {}

  /**
   * Reads a folder. Its encoder's id is the folder's name and a hash of everything that shapes a
   * vector.
   *
   * @param path a folder with one graph, or one of several graphs in a folder
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  static EncoderModel read(Path path) {
    try {
      ModelFolder folder = ModelFolder.of(path);
      HiddenStateConfig config = HiddenStateConfig.read(folder);
      return new EncoderModel(
          VectorSpace.id(
              folder.folder(),
              folder.graph(),
              folder.tokenizer(),
              "hidden states\n" + Pooling.MEAN + "\n" + config.boundaryToken()),
          new OfLanguageModel(folder, config.boundaryToken()),
          config.size(),
          Pooling.MEAN,
          config.contextTokens(),
          false,
          "");
    } catch (UnusableModelException e) {
      throw new IllegalArgumentException(neither(path, e), e);
    }
  }

  /** Says what a folder of an encoder must be. */
  static String neither(Path path, UnusableModelException problem) {
    return path
        + " is neither a sentence transformer exported to ONNX, whose folder has "
        + SentenceTransformerFolder.MODULES
        + ", nor a decoder-only language model that gives its hidden states: "
        + problem.getMessage();
  }
}
