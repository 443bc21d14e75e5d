package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.TextVectors;
import io.laserstreams.worker.encoder.ParallelEncoding;
import io.laserstreams.worker.encoder.TextEncoder;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The knowledge worker's encoder as a source of vectors for offline training and evaluation: the
 * same text gives the same bits in both.
 */
public record EncoderVectors(TextEncoder encoder) implements TextVectors {
  public EncoderVectors {
    requireNonNull(encoder, "encoder is null");
  }

  @Override
  public List<float[]> encode(List<String> texts, IntConsumer progress) {
    return new ParallelEncoding(encoder, Runtime.getRuntime().availableProcessors())
        .encode(texts, progress);
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
