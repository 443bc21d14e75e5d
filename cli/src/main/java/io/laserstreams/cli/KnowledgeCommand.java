package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser knowledge}. */
@Command(
    name = "knowledge",
    description = "When knowledge is asked for: what policies cost and bring.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "simulate",
    subcommands = KnowledgeSimulateCommand.class)
final class KnowledgeCommand {}
