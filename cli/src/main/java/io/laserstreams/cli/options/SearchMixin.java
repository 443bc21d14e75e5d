package io.laserstreams.cli.options;

import io.laserstreams.tools.offline.SearchOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Learning rates and passes to choose from. */
public final class SearchMixin {
  @Option(
      names = "--no-search",
      description =
          "Choose nothing: take what is usual for so many samples, unless others are named.")
  private boolean withoutSearch;

  @Option(
      names = {"--learning-rate", "--learning-rates"},
      paramLabel = "R",
      split = ",",
      description =
          "Peak learning rate, or several to choose from on the validation part (default: 0.004 and"
              + " its neighbours, as far as they are better).")
  private @Nullable List<Double> learningRates;

  @Option(
      names = "--passes",
      paramLabel = "N",
      split = ",",
      description =
          "Passes over the training samples, or several to choose from (default: by the number of"
              + " samples, and its neighbours).")
  private @Nullable List<Integer> passes;

  public SearchOptions options() {
    return new SearchOptions(!withoutSearch, learningRates, passes);
  }
}
