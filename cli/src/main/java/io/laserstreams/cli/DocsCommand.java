package io.laserstreams.cli;

import io.laserstreams.tools.docs.ConfigDocument;
import io.laserstreams.tools.docs.FeaturesDocument;
import io.laserstreams.tools.docs.TopicsDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser docs}: the documents that are generated from the code. */
@Command(
    name = "docs",
    description = "Print the documents that are generated from the code.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "topics|config|features")
final class DocsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "topics",
      description = "Topics, schemas, and the rules for producers and consumers.",
      mixinStandardHelpOptions = true)
  void topics() {
    print(TopicsDocument.markdown());
  }

  @Command(
      name = "config",
      description = "Configuration keys of every app.",
      mixinStandardHelpOptions = true)
  void config() {
    print(ConfigDocument.markdown());
  }

  @Command(
      name = "features",
      description = "Every streaming feature.",
      mixinStandardHelpOptions = true)
  void features() {
    print(FeaturesDocument.markdown());
  }

  private void print(String document) {
    spec.commandLine().getOut().print(document);
    spec.commandLine().getOut().flush();
  }
}
