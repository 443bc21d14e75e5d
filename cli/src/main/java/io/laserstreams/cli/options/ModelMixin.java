package io.laserstreams.cli.options;

import io.laserstreams.tools.offline.ModelOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to train. */
public final class ModelMixin {
  @Option(
      names = "--model",
      paramLabel = "NAME[:KNOWLEDGE[:SIDE[:ADAPTER]]]",
      description =
          "The model, whose knowledge it reads, where that enters and through which adapter"
              + " (default: target-attention:item:both:moe).")
  private String model = ModelOptions.DEFAULT.model();

  @Option(names = "--no-knowledge", description = "Train the model without knowledge.")
  private boolean withoutKnowledge;

  @Mixin private EncoderMixin encoder;

  public ModelOptions options() {
    return new ModelOptions(model, !withoutKnowledge, encoder.id());
  }
}
