package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser features}. */
@Command(
    name = "features",
    description = "Check streaming features.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "diff",
    subcommands = FeaturesDiffCommand.class)
final class FeaturesCommand {}
