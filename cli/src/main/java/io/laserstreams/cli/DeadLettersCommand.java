package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser dead-letters}. */
@Command(
    name = "dead-letters",
    description =
        "Inspect records that could not be used, and send them back once the cause is gone.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|replay",
    subcommands = {DeadLettersListCommand.class, DeadLettersReplayCommand.class})
final class DeadLettersCommand {}
