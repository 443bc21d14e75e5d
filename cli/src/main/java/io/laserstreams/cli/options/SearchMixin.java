package io.laserstreams.cli.options;

import io.laserstreams.tools.reproduce.SearchOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Learning rates and passes to choose from. */
public final class SearchMixin {
  @Option(
      names = "--no-search",
      description = "Choose nothing: one pass at the default rate, unless others are named.")
  private boolean withoutSearch;

  @Option(
      names = "--learning-rates",
      paramLabel = "R",
      split = ",",
      description = "Learning rates to choose from (default: 0.002,0.004).")
  private @Nullable List<Double> learningRates;

  @Option(
      names = "--passes",
      paramLabel = "N",
      split = ",",
      description = "Passes over the training samples to choose from (default: 1,2).")
  private @Nullable List<Integer> passes;

  public SearchOptions options() {
    return new SearchOptions(!withoutSearch, learningRates, passes);
  }
}
