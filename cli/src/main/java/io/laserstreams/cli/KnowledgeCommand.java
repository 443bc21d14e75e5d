package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser knowledge}. */
@Command(
    name = "knowledge",
    description =
        "When knowledge is asked for: what policies cost and bring, and what a system waits for.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "simulate|report",
    subcommands = {KnowledgeSimulateCommand.class, KnowledgeReportCommand.class})
final class KnowledgeCommand {}
