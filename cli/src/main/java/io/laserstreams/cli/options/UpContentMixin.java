package io.laserstreams.cli.options;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.up.UpOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a system starts with. */
public final class UpContentMixin {
  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "Serve this model: configure the apps for it, publish it, and let the trainer go on"
              + " learning from it.")
  private @Nullable Path bundle;

  @Option(
      names = "--dataset",
      paramLabel = "NAME|FILE",
      description = "Publish the past of this dataset first, as laser backfill does.")
  private @Nullable String dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the dataset's files (default: ../shared/data/NAME, or the folder of the"
              + " description).")
  private @Nullable Path data;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Publish what happened before this time only, 2026-01-31 or with a time (UTC).")
  private @Nullable String until;

  @Option(
      names = "--no-wait",
      description =
          "Do not wait at each epoch of the past: much faster, and users' features may have taken"
              + " item statistics from somewhat later.")
  private boolean noWait;

  @Option(
      names = "--language-model",
      paramLabel = "DIR",
      description =
          "Have this language model write the knowledge in the worker's process, instead of the"
              + " template; laser models get fetches one.")
  private @Nullable Path languageModel;

  /**
   * What these options say.
   *
   * @throws UserException if there are files without a dataset
   */
  public UpOptions.Content content() {
    if (data != null && dataset == null) {
      throw new UserException(
          ("--data is %s, the folder of a dataset's files, but no --dataset says what they hold. To"
                  + " keep topics and state there, say --state %s")
              .formatted(data, data));
    }
    return new UpOptions.Content(
        bundle,
        dataset == null ? null : new DatasetFiles(dataset, data),
        until,
        noWait ? Boolean.FALSE : null,
        languageModel);
  }
}
