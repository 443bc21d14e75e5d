package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser knowledge}. */
@Command(
    name = "knowledge",
    description = "Work with the knowledge of a living system.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KnowledgeBackfillCommand.class,
      KnowledgeExportCommand.class,
      KnowledgeImportCommand.class
    })
final class KnowledgeCommand {}
