package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.learning.factors.FactorFitter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Fits factors to a log of interactions, from scratch: it plays them in the order of time, so that
 * each has the residual that it had when it came. A fit depends on the log, the catalogue and the
 * seed alone.
 */
public final class InteractionLogFitter {
  private final StreamingFeatures engine;
  private final int maxItems;
  private final long seed;

  /**
   * @param maxItems how many items' texts are compared with each other, in quadratic time
   */
  public InteractionLogFitter(StreamingSettings settings, int maxItems, long seed) {
    this.engine = new StreamingFeatures(requireNonNull(settings, "settings is null"), List.of());
    this.maxItems = maxItems;
    this.seed = seed;
  }

  /**
   * Fits.
   *
   * @param catalogue ids of all items, in a stable order; of too many, those in the log come first
   * @param features the features of an item
   * @return {@link FittedFactors#NONE} for an empty log
   */
  public FittedFactors fit(
      InteractionLog log, List<String> catalogue, Function<String, ItemFeatures> features) {
    Set<String> compared = new LinkedHashSet<>(log.items());
    compared.addAll(catalogue);
    var fitter =
        new FactorFitter(compared.stream().limit(maxItems).map(features).toList(), features, seed);
    var statistics = new ItemStatisticsTable(engine.settings());
    var items = new FittedItems(FittedFactors.NONE, features);
    Map<String, UserState> users = new HashMap<>();
    log.inOrder(
        logged -> {
          UserState user =
              users.computeIfAbsent(logged.userId(), id -> UserState.empty(engine.settings()));
          var event = new Observation(logged.itemId(), logged.time(), logged.value(), Map.of());
          engine
              .apply(user, event, statistics.at(logged.time()), items)
              .ifPresent(
                  contribution -> {
                    statistics.add(contribution);
                    fitter.add(
                        logged.userId(),
                        logged.itemId(),
                        logged.time(),
                        (float) contribution.value(),
                        (float) contribution.residual(),
                        true);
                  });
        });
    return fitter.fit();
  }
}
