package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.items.StoredItem;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.model.ServingModel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * What streaming features need on this instance besides a user's state: the settings, the
 * statistics of all items, and the items in the serving model's fitted factors. Thread-safe.
 */
public final class FeatureEngine {
  /** Metric: interactions in the item statistics that the instance has read. */
  public static final String INTERACTIONS = "laser.item.statistics.interactions";

  /** Metric: groups dropped from users' states. */
  public static final String GROUPS_DROPPED = "laser.features.groups.dropped";

  /** Metric: events that features left out because their user had too many in an hour. */
  public static final String EVENTS_CAPPED = "laser.features.events.capped";

  private final StreamingFeatures states;
  private final ItemStatisticsTable statistics;
  private final ModelSlot models;
  private final FittedItems withoutModel;

  public FeatureEngine(
      StreamingSettings settings, Items items, ModelSlot models, MeterRegistry registry) {
    this.states = StreamingFeatures.ofStateAlone(settings);
    this.statistics = new ItemStatisticsTable(settings);
    this.models = requireNonNull(models, "models is null");
    this.withoutModel =
        new FittedItems(
            FittedFactors.NONE,
            itemId -> {
              StoredItem item = items.get(itemId);
              return item == null ? null : item.features(null);
            });
    Gauge.builder(INTERACTIONS, statistics, ItemStatisticsTable::interactions)
        .description(
            "Interactions in the item statistics that this instance has read, including open"
                + " epochs")
        .register(registry);
    FunctionCounter.builder(GROUPS_DROPPED, states, StreamingFeatures::groupsDropped)
        .description(
            "Categories and field values dropped from users' tastes, because there are more than"
                + " features.groups.max")
        .register(registry);
    FunctionCounter.builder(EVENTS_CAPPED, states, StreamingFeatures::eventsCapped)
        .description(
            "Events that features left out because their user had more than"
                + " features.events.per.hour.max")
        .register(registry);
  }

  public StreamingSettings settings() {
    return states.settings();
  }

  /** The statistics of all items, written by the follower of their topic. */
  public ItemStatisticsTable statistics() {
    return statistics;
  }

  /**
   * Applies an event to its user's state; returns what it adds to the statistics of its item, empty
   * if the user has too many events.
   */
  public Optional<Contribution> apply(UserState user, Observation event) {
    FittedItems items = models.use(ServingModel::fittedItems).orElse(withoutModel);
    return states.apply(user, event, statistics.at(event.time()), items);
  }

  /** Applies a change in the item table. */
  public void itemChanged(String itemId) {
    withoutModel.changed(itemId);
  }
}
