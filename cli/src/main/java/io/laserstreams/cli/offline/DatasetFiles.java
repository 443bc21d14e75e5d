package io.laserstreams.cli.offline;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetReader;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.Descriptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which dataset, and where its files are. */
public final class DatasetFiles {
  private static final Path SHARED = Path.of("../shared/data");

  @Option(
      names = "--dataset",
      paramLabel = "NAME|FILE",
      description =
          "ml-1m, bookcrossing, or a YAML or JSON file that describes a dataset (default: ml-1m).")
  String dataset = Descriptions.BUILT_IN.get(0);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of its files (default: ../shared/data/NAME, or the folder of the description).")
  Path data;

  /** These options as another command's arguments. */
  List<String> arguments() {
    return List.of("--dataset", dataset, "--data", folder().toString());
  }

  /**
   * Reads the dataset.
   *
   * @throws io.laserstreams.learning.dataset.description.InvalidDatasetException naming file, line
   *     and column of what is wrong
   */
  public Dataset read() {
    return read(null);
  }

  /**
   * Reads the dataset; {@code history} says how many events models look back, null for what the
   * description says.
   */
  Dataset read(Integer history) {
    DatasetDescription description = Descriptions.read(dataset);
    return DatasetReader.read(
        history == null ? description : description.withHistory(history), folder());
  }

  /** The folder of its files. */
  public Path folder() {
    if (data != null) {
      return data;
    }
    Path described = Path.of(dataset).toAbsolutePath().getParent();
    return Descriptions.BUILT_IN.contains(dataset) ? SHARED.resolve(dataset) : described;
  }
}
