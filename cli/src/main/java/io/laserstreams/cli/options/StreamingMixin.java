package io.laserstreams.cli.options;

import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.tools.offline.StreamingOptions;
import picocli.CommandLine.Option;

/** Streaming features of trainings. */
public final class StreamingMixin {
  @Option(
      names = "--features",
      paramLabel = "none|streaming|NAME,...",
      description =
          "Streaming features that the model reads: none, all (streaming), or names of features and"
              + " families; -NAME excludes one (default: ${DEFAULT-VALUE}).")
  private String features = FeatureChoice.NONE;

  @Option(
      names = "--freshness",
      paramLabel = "DURATION",
      description =
          "Length of the epochs in which item statistics are published, such as PT1H; PT0S"
              + " publishes at once (default: ${DEFAULT-VALUE}).")
  private String freshness = "PT1H";

  @Option(
      names = "--strict",
      description =
          "Item statistics and fitted factors learn from the drawn training samples alone, not from"
              + " the whole stream.")
  private boolean strict;

  public StreamingOptions options() {
    return new StreamingOptions(features, freshness, strict);
  }
}
