package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.dataset.DatasetFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset, and where the texts about its items and their vectors are.
 *
 * @param texts JSON object of item id to knowledge text; null for the texts that the description
 *     names
 * @param vectors file that keeps the vectors of texts; null to encode every time
 */
public record DatasetOptions(DatasetFiles files, @Nullable Path texts, @Nullable Path vectors) {
  public DatasetOptions {
    requireNonNull(files, "files is null");
  }
}
