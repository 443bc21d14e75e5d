package io.laserstreams.worker;

import io.laserstreams.worker.encoder.TextEncoder;

/** An encoder of two dimensions. */
public record StubEncoder(String id) implements TextEncoder {
  @Override
  public int dimensions() {
    return 2;
  }

  @Override
  public float[] encode(String text) {
    return new float[] {0.6f, 0.8f};
  }

  @Override
  public void close() {}
}
