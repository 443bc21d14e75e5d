package io.laserstreams.cli.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.trainer.dataset.TextVectors;
import io.laserstreams.worker.encoder.TextEncoder;

/** The knowledge worker's encoder where offline training and evaluation want vectors: the same text gives the same bits in both. */
public record EncoderVectors(TextEncoder encoder) implements TextVectors {
  public EncoderVectors {
    requireNonNull(encoder, "encoder is null");
  }

  @Override
  public float[] encode(String text) {
    return encoder.encode(text);
  }

  @Override
  public String encoderId() {
    return encoder.id();
  }

  @Override
  public int dimensions() {
    return encoder.dimensions();
  }
}
