package io.laserstreams.cli.options;

import io.laserstreams.worker.encoder.EncoderRegistry;
import picocli.CommandLine.Option;

/** The encoder of knowledge texts. */
public final class EncoderMixin {
  @Option(
      names = "--encoder",
      paramLabel = "ID",
      description = "Encoder of the knowledge texts (default: ${DEFAULT-VALUE}).")
  private String encoder = EncoderRegistry.DEFAULT_ENCODER;

  public String id() {
    return encoder;
  }
}
