package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser config}. */
@Command(
    name = "config",
    description = "Print configuration for the apps.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "for",
    subcommands = {ConfigForCommand.class})
final class ConfigCommand {}
