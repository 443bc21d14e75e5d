package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser models}. */
@Command(
    name = "models",
    description = {
      "Publish models to a living system, and decide which of them serves.",
      "Fetch language models, and try them."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "publish|list|show|promote|rollback|resume|get|check",
    subcommands = {
      ModelsPublishCommand.class,
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class,
      ModelsResumeCommand.class,
      ModelsGetCommand.class,
      ModelsCheckCommand.class
    })
final class ModelsCommand {}
