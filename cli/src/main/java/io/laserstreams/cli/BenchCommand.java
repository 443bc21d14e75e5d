package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser bench}. */
@Command(
    name = "bench",
    description = "Measure this build on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "score|train|page",
    subcommands = {
      BenchScoreCommand.class,
      BenchTrainCommand.class,
      BenchPageCommand.class
    },
    footer = {"", "docs/benchmarks says what each figure means."})
final class BenchCommand {}
