package io.laserstreams.tools.reproduce;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.reproduce.FeatureGrid;
import io.laserstreams.learning.reproduce.Grid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which trainings to compare; each list has the words of the command line.
 *
 * @param models backbones; null for all that the knowledge and the catalogue allow
 * @param knowledge none, item, user, both
 * @param sides where item knowledge enters: target, history, both
 * @param adapters moe, linear, none
 * @param fractions shares of the training samples
 * @param seeds how many seeds, from 1 on
 */
public record GridOptions(
    @Nullable List<String> models,
    List<String> knowledge,
    List<String> sides,
    List<String> adapters,
    List<Double> fractions,
    int seeds) {
  public GridOptions {
    models = models == null ? null : List.copyOf(models);
    knowledge = List.copyOf(knowledge);
    sides = List.copyOf(sides);
    adapters = List.copyOf(adapters);
    fractions = List.copyOf(fractions);
  }

  /**
   * @param all models to choose from if none is named
   * @throws IllegalArgumentException naming what is unknown or out of bounds
   */
  Grid grid(List<String> all, FeatureGrid features) {
    List<ModelChoice.Knowledge> kinds =
        knowledge.stream().map(ModelChoice.Knowledge::parse).toList();
    boolean ofItems = kinds.stream().anyMatch(ModelChoice.Knowledge::ofItems);
    List<String> possible =
        all.stream().filter(name -> ofItems || !Models.needsItemKnowledge(name)).toList();
    return new Grid(
        models == null ? possible : models,
        kinds,
        sides.stream().map(ModelChoice.Side::parse).toList(),
        adapters.stream().map(ModelChoice.Adapter::parse).toList(),
        fractions,
        seeds,
        features);
  }
}
