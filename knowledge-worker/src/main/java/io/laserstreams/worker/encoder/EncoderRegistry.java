package io.laserstreams.worker.encoder;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Opens encoders by id, or from the folders of sentence transformers and language models that were
 * exported to ONNX.
 */
public final class EncoderRegistry {
  public static final String DEFAULT_ENCODER = EncoderModel.BGE_SMALL.id();

  private final Map<String, EncoderModel> models = new TreeMap<>();

  public EncoderRegistry(List<EncoderModel> models) {
    models.forEach(model -> this.models.put(model.id(), model));
  }

  /** The encoders that come with the product. */
  public static EncoderRegistry standard() {
    return new EncoderRegistry(List.of(EncoderModel.BGE_SMALL, EncoderModel.MINILM));
  }

  public SortedSet<String> ids() {
    return new TreeSet<>(models.keySet());
  }

  /** Opens an encoder that reads the first {@link OnnxTextEncoder#MAX_TOKENS} tokens of a text. */
  public TextEncoder open(String idOrFolder) {
    return open(idOrFolder, OnnxTextEncoder.MAX_TOKENS);
  }

  /**
   * Opens an encoder; loading takes about half a second and some 100 MB.
   *
   * @throws IllegalArgumentException if no encoder has the id, or the folder has none that is
   *     supported
   */
  public TextEncoder open(String idOrFolder, int maxTokens) {
    return new OnnxTextEncoder(model(idOrFolder), maxTokens);
  }

  /**
   * Finds an encoder.
   *
   * @param idOrFolder a path has a slash, an id has none
   * @throws IllegalArgumentException as {@link #open(String, int)} does
   */
  public EncoderModel model(String idOrFolder) {
    if (idOrFolder.contains("/") || idOrFolder.contains(File.separator)) {
      return inFolder(Path.of(idOrFolder));
    }
    EncoderModel model = models.get(idOrFolder);
    if (model == null) {
      throw new IllegalArgumentException(
          "Unknown text encoder '"
              + idOrFolder
              + "'; known are "
              + ids()
              + ", and folders, whose paths have a slash");
    }
    return model;
  }

  private static EncoderModel inFolder(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(
          path
              + " is no folder; it must hold a sentence transformer or a language model, exported"
              + " to ONNX");
    }
    return Files.exists(path.resolve(SentenceTransformerFolder.MODULES))
        ? SentenceTransformerFolder.read(path)
        : LanguageModelFolder.read(path);
  }
}
