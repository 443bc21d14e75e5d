package io.laserstreams.lm.decoder;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.scoring.Device;

/**
 * How a decoder is run.
 *
 * @param device where
 * @param threads of one call
 */
public record DecoderOptions(Device device, int threads) {
  public DecoderOptions {
    requireNonNull(device, "device is null");
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
    }
  }
}
