package io.laserstreams.cli;

import picocli.CommandLine.Command;

/** {@code laser bench}. */
@Command(
    name = "bench",
    description = "Measure this build on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "score|pipeline|freshness|swap|restore|memory|train|page",
    subcommands = {
      BenchScoreCommand.class,
      BenchPipelineCommand.class,
      BenchFreshnessCommand.class,
      BenchSwapCommand.class,
      BenchRestoreCommand.class,
      BenchMemoryCommand.class,
      BenchTrainCommand.class,
      BenchPageCommand.class,
      BenchTopologyCommand.class
    },
    footer = {"", "docs/benchmarks says what each figure means."})
final class BenchCommand {}
