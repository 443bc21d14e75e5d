package io.laserstreams.cli;

import io.laserstreams.cli.options.BenchMixin;
import io.laserstreams.tools.bench.LearningBench;
import io.laserstreams.tools.bench.LearningOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser bench train}. */
@Command(
    name = "train",
    description = "Samples that a model learns from in a second, without any evaluation.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchTrainCommand implements Callable<Void> {
  @Option(
      names = "--model",
      paramLabel = "NAME[:KNOWLEDGE]",
      split = ",",
      defaultValue = "dcnv2:none,target-attention:none",
      description = "Models.")
  private List<String> models = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Threads that learn, each a part of every batch.")
  private List<Integer> threads = List.of();

  @Option(
      names = "--history",
      paramLabel = "N",
      defaultValue = "30",
      description = "Events of each sample.")
  private int history;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "1",
      description = "Candidates of each sample.")
  private int candidates;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Samples a step.")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps of a repeat.")
  private int steps;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "3700",
      description = "Items of the catalogue.")
  private int items;

  @Mixin private BenchMixin bench;
  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() {
    LearningOptions options =
        new LearningOptions(models, threads, history, candidates, batch, steps, items);
    new LearningBench(options, bench.run(spec)).run();
    return null;
  }
}
