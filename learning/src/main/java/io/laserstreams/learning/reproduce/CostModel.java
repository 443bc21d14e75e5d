package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.tuning.PaceProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Estimates how long trainings take: as long as finished ones of the same model, otherwise by the
 * pace of a {@link PaceProbe}.
 */
final class CostModel {
  private final Protocol protocol;
  private final Function<Variant, OfflinePlan> plans;
  private final Map<String, Double> finished = new HashMap<>();
  private final Map<ModelChoice, PaceProbe.Pace> paces = new HashMap<>();

  /**
   * @param plans how a variant is trained
   * @param rows finished ones
   */
  CostModel(Protocol protocol, Function<Variant, OfflinePlan> plans, List<ResultRow> rows) {
    this.protocol = protocol;
    this.plans = plans;
    rows.forEach(
        row -> finished.put(key(row.label(), row.settings().plan()), row.effort().trainSeconds()));
  }

  boolean knows(Variant variant) {
    return finished.containsKey(key(variant)) || paces.containsKey(variant.choice());
  }

  void measured(ModelChoice choice, PaceProbe.Pace pace) {
    paces.put(choice, pace);
  }

  double seconds(Variant variant) {
    Double before = finished.get(key(variant));
    if (before != null) {
      return before;
    }
    PaceProbe.Pace pace = paces.get(variant.choice());
    if (pace == null) {
      throw new IllegalStateException("nothing is known of the pace of " + variant);
    }
    return pace.seconds(plans.apply(variant), protocol, protocol.samples(Part.TEST));
  }

  /** The cost by model and kind of knowledge, search first. */
  List<Cost> plan(List<Variant> search, List<Variant> variants) {
    List<Cost> costs = new ArrayList<>();
    costs.addAll(costs("search for hyper-parameters of ", search));
    costs.addAll(costs("", variants));
    return costs;
  }

  private List<Cost> costs(String prefix, List<Variant> variants) {
    Map<String, List<Variant>> groups = new LinkedHashMap<>();
    for (Variant variant : variants) {
      ModelLabel label = variant.label();
      String what =
          prefix + label.model() + (prefix.isEmpty() ? ", knowledge " + label.knowledge() : "");
      groups.computeIfAbsent(what, key -> new ArrayList<>()).add(variant);
    }
    List<Cost> costs = new ArrayList<>();
    groups.forEach(
        (what, group) ->
            costs.add(
                new Cost(
                    what,
                    group.size(),
                    group.stream().mapToDouble(this::seconds).sum(),
                    group.stream().allMatch(variant -> finished.containsKey(key(variant))))));
    return costs;
  }

  private static String key(Variant variant) {
    return key(variant.label(), variant.plan());
  }

  private static String key(ModelLabel label, OfflinePlan plan) {
    return label.model()
        + " "
        + label.knowledge()
        + " "
        + label.adapter()
        + " "
        + plan.fraction()
        + " "
        + plan.passes();
  }
}
