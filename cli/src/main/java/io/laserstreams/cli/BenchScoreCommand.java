package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.cli.options.DurationConverter;
import io.laserstreams.tools.bench.ScoreBench;
import io.laserstreams.tools.bench.ScoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser bench score}. */
@Command(
    name = "score",
    description = "Time a candidate takes in the scorer, without Kafka and state stores.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchScoreCommand implements Callable<Void> {
  @Option(
      names = "--model",
      paramLabel = "NAME[:KNOWLEDGE]",
      split = ",",
      defaultValue = "target-attention:none",
      description = "Models with random weights.")
  private List<String> models = List.of();

  @Option(
      names = "--candidates",
      paramLabel = "N",
      split = ",",
      defaultValue = "20,100,500",
      description = "Candidates of a slate.")
  private List<Integer> candidates = List.of();

  @Option(
      names = "--history",
      paramLabel = "N",
      split = ",",
      defaultValue = "50",
      description = "Events that the model reads for every candidate.")
  private List<Integer> histories = List.of();

  @Option(
      names = "--features",
      paramLabel = "true|false",
      arity = "1",
      split = ",",
      defaultValue = "false,true",
      description = "Whether the model reads all streaming features.")
  private List<Boolean> features = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Threads that score at a time, each its own slates.")
  private List<Integer> threads = List.of();

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Items of the catalogue.")
  private int items;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description = "Time of each measurement of a repeat.")
  @SuppressWarnings("NullAway.Init") // It has a default value, so picocli sets it.
  private Duration window;

  @Mixin private BenchMixin bench;
  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    ScoreOptions options =
        new ScoreOptions(models, candidates, histories, features, threads, items, window);
    new ScoreBench(options, bench.run(spec)).run();
    return null;
  }
}
