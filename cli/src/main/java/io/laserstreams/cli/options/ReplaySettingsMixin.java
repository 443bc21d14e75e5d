package io.laserstreams.cli.options;

import io.laserstreams.tools.replay.ReplaySettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How to replay. */
public final class ReplaySettingsMixin {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "2147483647",
      showDefaultValue = Visibility.NEVER,
      description = "Play the first N impressions only.")
  private int limit;

  @Option(
      names = "--trainer-lag",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Pause while the trainer is more samples behind; larger than the number of samples in any"
              + " second of the dataset.")
  private int trainerLag;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "512",
      description = "Maximum impressions that wait for their scores at a time.")
  private int inFlight;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Partitions of the replay's topics.")
  private int partitions;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Keep the broker's data here, several GB; temporary if absent.")
  private @Nullable Path workDirectory;

  @Option(
      names = "--compare-all",
      description =
          "Also compare the samples before the test part with offline evaluation: slower.")
  private boolean compareAll;

  @Option(
      names = "--at-least-once",
      description =
          "Without transactions, which cause most of the waiting between two epochs of a model with"
              + " streaming features; nothing crashes in a replay, so its scores are the same.")
  private boolean atLeastOnce;

  @Option(
      names = "--features-diff",
      description =
          "Afterwards compute the streaming features of all samples again, from the replay's topics"
              + " alone, and compare them with those that were served; takes a minute more.")
  private boolean featuresDiff;

  public ReplaySettings settings() {
    return new ReplaySettings(
        limit,
        inFlight,
        partitions,
        workDirectory,
        compareAll,
        featuresDiff,
        atLeastOnce,
        trainerLag);
  }
}
