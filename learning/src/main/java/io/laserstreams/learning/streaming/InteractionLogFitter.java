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
 * Fits a basis to a log of interactions, from nothing: it plays them in the order of time, so that
 * each has the residual that it had when it came, and depends on nothing but the log, the catalogue
 * and the seed.
 */
public final class InteractionLogFitter {
  private final StreamingFeatures engine;
  private final int mostItems;
  private final long seed;

  /**
   * @param mostItems whose texts are compared with each other's, which takes the square of their
   *     number
   */
  public InteractionLogFitter(StreamingSettings settings, int mostItems, long seed) {
    this.engine = new StreamingFeatures(requireNonNull(settings, "settings is null"), List.of());
    this.mostItems = mostItems;
    this.seed = seed;
  }

  /**
   * Fits.
   *
   * @param catalogue ids of all items, in an order that does not change; those of the log come
   *     first where there are too many
   * @param features what is known of an item, never null
   * @return {@link FittedFactors#NONE} of an empty log
   */
  public FittedFactors fit(
      InteractionLog log, List<String> catalogue, Function<String, ItemFeatures> features) {
    Set<String> compared = new LinkedHashSet<>(log.items());
    compared.addAll(catalogue);
    var fitter =
        new FactorFitter(compared.stream().limit(mostItems).map(features).toList(), features, seed);
    var statistics = new ItemStatisticsTable(engine.settings());
    var items = new FittedItems(FittedFactors.NONE, features);
    Map<String, UserState> users = new HashMap<>();
    log.inOrder(
        entry -> {
          UserState user =
              users.computeIfAbsent(entry.userId(), id -> UserState.empty(engine.settings()));
          var event = new Observation(entry.itemId(), entry.time(), entry.value(), Map.of());
          engine
              .apply(user, event, statistics.at(entry.time()), items)
              .ifPresent(
                  contribution -> {
                    statistics.add(contribution);
                    float value = (float) contribution.value();
                    fitter.add(
                        entry.userId(),
                        entry.itemId(),
                        entry.time(),
                        value,
                        (float) contribution.residual(),
                        true);
                  });
        });
    return fitter.fit();
  }
}
