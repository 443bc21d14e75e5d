package io.laserstreams.worker.encoder;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Opens encoders by id. */
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
  public TextEncoder open(String id) {
    return open(id, OnnxTextEncoder.MAX_TOKENS);
  }

  /**
   * Opens an encoder; loading takes about half a second and some 100 MB.
   *
   * @throws IllegalArgumentException if no encoder has the id
   */
  public TextEncoder open(String id, int maxTokens) {
    EncoderModel model = models.get(id);
    if (model == null) {
      throw new IllegalArgumentException("Unknown text encoder '" + id + "'; known are " + ids());
    }
    return new OnnxTextEncoder(model, maxTokens);
  }
}
