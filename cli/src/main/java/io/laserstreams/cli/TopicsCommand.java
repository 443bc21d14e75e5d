package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser topics}. */
@Command(
    name = "topics",
    description =
        "Create and configure topics, schemas and the workers' share group on any cluster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "plan|apply",
    subcommands = {TopicsPlanCommand.class, TopicsApplyCommand.class})
final class TopicsCommand {}
