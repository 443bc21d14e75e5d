package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.SubjectKindGroup;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.knowledge.ExportOptions;
import io.laserstreams.tools.knowledge.KnowledgeExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser knowledge export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Write the accepted knowledge to Parquet: text, provenance, position and vectors, a row for"
            + " each user or item. Overwrites nothing.")
final class KnowledgeExportCommand implements Callable<Void> {
  @Option(
      names = "--out",
      paramLabel = "DIR|FILE.parquet",
      required = true,
      description = "One file, or a folder for users.parquet and items.parquet.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path out;

  @ArgGroup private @Nullable SubjectKindGroup only;

  @Mixin private ClusterMixin cluster;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    List<SubjectKind> kinds =
        only == null ? List.of(SubjectKind.USER, SubjectKind.ITEM) : List.of(only.kind());
    new KnowledgeExport(
            new ExportOptions(cluster.settings(), out, kinds), spec.commandLine().getOut())
        .run();
    return null;
  }
}
