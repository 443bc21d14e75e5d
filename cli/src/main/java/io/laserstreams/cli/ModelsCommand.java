package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser models}. */
@Command(
    name = "models",
    description = "Publish models to a living system, and decide which of them serves.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "publish|list|show|promote|rollback|resume",
    subcommands = {
      ModelsPublishCommand.class,
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class,
      ModelsResumeCommand.class
    })
final class ModelsCommand {}
