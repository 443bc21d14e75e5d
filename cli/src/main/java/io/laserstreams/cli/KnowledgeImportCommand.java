package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.tools.knowledge.ImportOptions;
import io.laserstreams.tools.knowledge.KnowledgeImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser knowledge import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Offer the knowledge of an export to a living system. streams-knowledge accepts what is"
            + " newer than what it has and is based on events and content that it knows; a repeated"
            + " import changes nothing.",
    footer = {"", "Exit code 1 if it did not accept all of it."})
final class KnowledgeImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.parquet", description = "Of laser knowledge export.")
  private Path file;

  @Mixin private ClusterMixin cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new KnowledgeImport(
                new ImportOptions(cluster.settings(), file), spec.commandLine().getOut())
            .run()
        ? 0
        : 1;
  }
}
