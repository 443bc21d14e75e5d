package io.laserstreams.tools.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.offline.DatasetOptions;
import io.laserstreams.tools.offline.SearchOptions;
import io.laserstreams.tools.offline.StreamingOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to reproduce.
 *
 * @param history how many events the models look back; null for the description's number
 * @param encoder id of the encoder of knowledge texts
 * @param threads threads that learn
 * @param output where results go
 * @param command the command line, for the report
 */
public record ReproduceOptions(
    DatasetOptions dataset,
    GridOptions grid,
    SearchOptions search,
    StreamingOptions streaming,
    @Nullable Integer history,
    String encoder,
    int threads,
    Output output,
    String command) {
  public ReproduceOptions {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(grid, "grid is null");
    requireNonNull(search, "search is null");
    requireNonNull(streaming, "streaming is null");
    requireNonNull(encoder, "encoder is null");
    requireNonNull(output, "output is null");
    requireNonNull(command, "command is null");
  }

  /**
   * @param folder of finished rows, the report and its plots; null for {@code reproduce-NAME}
   * @param onlyReport true to train nothing and report the rows that the folder has
   * @param json file for the rows
   */
  public record Output(@Nullable Path folder, boolean onlyReport, @Nullable Path json) {
    Path folder(String dataset) {
      return folder == null ? Path.of("reproduce-" + dataset) : folder;
    }
  }
}
