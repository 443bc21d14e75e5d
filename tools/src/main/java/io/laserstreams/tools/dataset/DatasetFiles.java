package io.laserstreams.tools.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetReader;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.Descriptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset, and where its files are.
 *
 * @param dataset a built-in name, or the file that describes it
 * @param data folder of its files; null for the default one
 */
public record DatasetFiles(String dataset, @Nullable Path data) {
  private static final Path SHARED = Path.of("../shared/data");

  public DatasetFiles {
    requireNonNull(dataset, "dataset is null");
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
   * Reads the dataset.
   *
   * @param history how many events models look back; null for the description's number
   */
  public Dataset read(@Nullable Integer history) {
    DatasetDescription description = Descriptions.read(dataset);
    return DatasetReader.read(
        history == null ? description : description.withHistory(history), folder());
  }

  /** The folder of its files. */
  public Path folder() {
    if (data != null) {
      return data;
    }
    return Descriptions.BUILT_IN.contains(dataset)
        ? SHARED.resolve(dataset)
        : Path.of(dataset).toAbsolutePath().resolveSibling("");
  }
}
