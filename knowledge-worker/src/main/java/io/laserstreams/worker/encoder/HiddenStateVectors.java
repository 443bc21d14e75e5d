package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.Encoding;
import io.laserstreams.lm.decoder.HiddenStates;
import java.nio.FloatBuffer;

/** A text's vector from the hidden states of a language model. */
final class HiddenStateVectors implements TokenVectors {
  private final EncoderModel model;
  private final HiddenStates states;
  private final long boundaryToken;

  /**
   * @param states closed with this
   * @param boundaryToken stands for a text without tokens
   */
  HiddenStateVectors(EncoderModel model, HiddenStates states, long boundaryToken) {
    this.model = requireNonNull(model, "model is null");
    this.states = requireNonNull(states, "states is null");
    this.boundaryToken = boundaryToken;
  }

  @Override
  public float[] of(Encoding tokens) {
    long[] ids = tokens.getIds().length == 0 ? new long[] {boundaryToken} : tokens.getIds();
    FloatBuffer vectors = states.read(ids);
    if (vectors.remaining() != ids.length * model.dimensions()) {
      throw new IllegalArgumentException(
          "%s gives hidden states of %d numbers, but its config.json says %d"
              .formatted(model.files(), vectors.remaining() / ids.length, model.dimensions()));
    }
    return model.pooling().pool(vectors, ids.length, model.dimensions());
  }

  @Override
  public void close() {
    states.close();
  }
}
