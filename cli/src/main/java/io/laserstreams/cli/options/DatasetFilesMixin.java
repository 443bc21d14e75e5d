package io.laserstreams.cli.options;

import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.tools.dataset.DatasetFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dataset, and where its files are. */
public final class DatasetFilesMixin {
  @Option(
      names = "--dataset",
      paramLabel = "NAME|FILE",
      description =
          "ml-1m, bookcrossing, or a YAML or JSON file that describes a dataset (default: ml-1m).")
  private String dataset = Descriptions.BUILT_IN.get(0);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of its files (default: ../shared/data/NAME, or the folder of the description).")
  private @Nullable Path data;

  public DatasetFiles files() {
    return new DatasetFiles(dataset, data);
  }
}
