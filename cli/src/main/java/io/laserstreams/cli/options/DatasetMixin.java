package io.laserstreams.cli.options;

import io.laserstreams.tools.offline.DatasetOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dataset, and where the texts about its items and their vectors are. */
public final class DatasetMixin {
  @Mixin private DatasetFilesMixin files;

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description =
          "JSON object of item id to knowledge text (default: the texts that the description"
              + " names).")
  private @Nullable Path texts;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "File that keeps the vectors of texts, so that each text is encoded once (default: encode"
              + " every time).")
  private @Nullable Path vectors;

  public DatasetOptions options() {
    return new DatasetOptions(files.files(), texts, vectors);
  }
}
