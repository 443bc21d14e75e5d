package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser knowledge}. */
@Command(
    name = "knowledge",
    description = {
      "Work with the knowledge of a living system.",
      "Try policies of asking for it on a dataset."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KnowledgeBackfillCommand.class,
      KnowledgeExportCommand.class,
      KnowledgeImportCommand.class,
      KnowledgePromptsCommand.class,
      KnowledgeReportCommand.class,
      KnowledgeSimulateCommand.class
    })
final class KnowledgeCommand {}
