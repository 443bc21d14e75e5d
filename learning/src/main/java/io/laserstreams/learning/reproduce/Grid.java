package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelChoice.Adapter;
import io.laserstreams.crm.model.ModelChoice.Knowledge;
import io.laserstreams.crm.model.ModelChoice.Side;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.offline.OfflinePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What to train. Each model is trained once without knowledge, and once with each combination of
 * knowledge, side and adapter.
 *
 * @param models names of backbones, see {@link Models#names}
 * @param knowledge whose knowledge
 * @param sides where item knowledge enters
 * @param adapters of knowledge
 * @param fractions of the training samples, above 0 and at most 1
 * @param seeds number of seeds, from 1 on
 * @param features streaming features, with and without which each model is trained
 */
public record Grid(
    List<String> models,
    List<Knowledge> knowledge,
    List<Side> sides,
    List<Adapter> adapters,
    List<Double> fractions,
    int seeds,
    FeatureGrid features) {
  /** Without streaming features. */
  public Grid(
      List<String> models,
      List<Knowledge> knowledge,
      List<Side> sides,
      List<Adapter> adapters,
      List<Double> fractions,
      int seeds) {
    this(models, knowledge, sides, adapters, fractions, seeds, FeatureGrid.NONE);
  }

  public Grid {
    requireNonNull(features, "features is null");
    models = List.copyOf(new LinkedHashSet<>(models));
    knowledge = List.copyOf(new TreeSet<>(knowledge));
    sides = List.copyOf(new LinkedHashSet<>(sides));
    adapters = List.copyOf(new LinkedHashSet<>(adapters));
    fractions = List.copyOf(new TreeSet<>(fractions));
    if (models.isEmpty() || knowledge.isEmpty() || fractions.isEmpty() || seeds < 1) {
      throw new IllegalArgumentException(
          "a grid needs at least one model, kind of knowledge, fraction and seed");
    }
    if ((adapters.isEmpty() || sides.isEmpty()) && !knowledge.equals(List.of(Knowledge.NONE))) {
      throw new IllegalArgumentException("knowledge needs a side and an adapter");
    }
    for (double fraction : fractions) {
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "fraction is " + fraction + ", must be above 0 and at most 1");
      }
    }
    for (String name : models) {
      if (Models.needsItemKnowledge(name) && knowledge.stream().noneMatch(Knowledge::ofItems)) {
        throw new IllegalArgumentException(
            "model "
                + name
                + " searches by item knowledge: add item or both to the knowledge, or leave it"
                + " out");
      }
    }
  }

  public boolean usesItemKnowledge() {
    return knowledge.stream().anyMatch(Knowledge::ofItems);
  }

  public boolean usesUserKnowledge() {
    return knowledge.stream().anyMatch(Knowledge::ofUsers);
  }

  /** Models that search by item knowledge, so that they are not trained without it. */
  public List<String> withoutBackbone() {
    return knowledge.stream().allMatch(Knowledge::ofItems)
        ? List.of()
        : models.stream().filter(Models::needsItemKnowledge).toList();
  }

  /** The model of this name without knowledge, or with as little as it needs. */
  ModelChoice backbone(String name) {
    return Models.needsItemKnowledge(name)
        ? new ModelChoice(name, Knowledge.ITEM, sides.get(0), adapters.get(0))
        : new ModelChoice(name, Knowledge.NONE, Side.BOTH, Adapter.MOE);
  }

  /**
   * All trainings: the whole grid with one seed before the next seed, so that partial results cover
   * the grid.
   *
   * @param plans how each model learns, without fraction and seed
   */
  List<Variant> variants(Function<FeatureSet, OfflinePlan> plans) {
    return variants(1, seeds, fractions, plans);
  }

  /**
   * For each feature set, the variant by which its hyper-parameters are chosen: the first, with the
   * largest fraction.
   *
   * @param plan how models learn, without fraction and seed
   */
  Map<FeatureSet, Variant> searches(OfflinePlan plan, long seed) {
    Map<FeatureSet, Variant> searches = new LinkedHashMap<>();
    variants(seed, seed, List.of(largestFraction()), set -> plan)
        .forEach(variant -> searches.putIfAbsent(FeatureSet.of(variant), variant));
    return searches;
  }

  public double largestFraction() {
    return fractions.get(fractions.size() - 1);
  }

  private List<Variant> variants(
      long firstSeed, long lastSeed, List<Double> shares, Function<FeatureSet, OfflinePlan> plans) {
    List<Variant> variants = new ArrayList<>();
    for (long seed = firstSeed; seed <= lastSeed; seed++) {
      for (String model : models) {
        for (ModelChoice choice : choices(model)) {
          for (double fraction : shares) {
            for (FeatureReading reading : features.at(fraction)) {
              var variant = new Variant(choice, OfflinePlan.DEFAULT, reading);
              OfflinePlan plan = plans.apply(FeatureSet.of(variant));
              variants.add(variant.withPlan(plan.withFraction(fraction).withSeed(seed)));
            }
          }
        }
      }
    }
    return variants;
  }

  private Set<ModelChoice> choices(String model) {
    Set<ModelChoice> choices = new LinkedHashSet<>();
    for (Knowledge kind : knowledge) {
      if (Models.needsItemKnowledge(model) && !kind.ofItems()) {
        continue;
      }
      if (kind == Knowledge.NONE) {
        choices.add(backbone(model));
        continue;
      }
      for (Side side : kind.ofItems() ? sides : List.of(Side.BOTH)) {
        adapters.forEach(adapter -> choices.add(new ModelChoice(model, kind, side, adapter)));
      }
    }
    return choices;
  }
}
