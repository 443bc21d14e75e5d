package io.laserstreams.cli.options;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.tools.reproduce.GridOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which trainings to compare. */
public final class GridMixin {
  @Option(
      names = "--models",
      paramLabel = "NAME",
      split = ",",
      description = "Backbones (default: all that the knowledge and the catalogue allow).")
  private @Nullable List<String> models;

  @Option(
      names = "--knowledge",
      paramLabel = "KIND",
      split = ",",
      description = "none, item, user, both (default: none,item).")
  private List<String> knowledge = List.of("none", "item");

  @Option(
      names = "--side",
      paramLabel = "SIDE",
      split = ",",
      description = "Where item knowledge enters: target, history, both (default: both).")
  private List<String> sides = List.of(ModelChoice.Side.BOTH.toString());

  @Option(
      names = "--adapters",
      paramLabel = "NAME",
      split = ",",
      description = "moe, linear, none (default: moe).")
  private List<String> adapters = List.of(ModelChoice.Adapter.MOE.toString());

  @Option(
      names = "--fractions",
      paramLabel = "F",
      split = ",",
      description = "Shares of the training samples (default: 0.01,0.02,0.05,0.1,0.2,0.5,1).")
  private List<Double> fractions = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds, from 1 on (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  public GridOptions options() {
    return new GridOptions(models, knowledge, sides, adapters, fractions, seeds);
  }
}
