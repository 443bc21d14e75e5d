package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingSettings;
import java.util.HashMap;
import java.util.Map;

/**
 * Statistics of all items by epochs of event time: what happens in an epoch is published when time has passed its end, so that an
 * impression sees the epochs that ended before it and nothing later, wherever and how fast it is scored. Epochs of length 0
 * publish
 * each interaction at once. Belongs to one thread.
 */
public final class ItemStatistics {
  private static final ItemSums NOTHING = ItemSums.empty();

  private final StreamingSettings settings;
  private final Map<String, ItemSums> published = new HashMap<>();
  private final Map<String, ItemSums> open = new HashMap<>();
  private final ItemSums all = ItemSums.empty();
  private ItemSums allOpen = ItemSums.empty();
  private long epoch = Long.MIN_VALUE;

  public ItemStatistics(StreamingSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** Publishes the epochs that ended by {@code time}, milliseconds since the epoch; time that goes back changes nothing. */
  public void advanceTo(long time) {
    if (settings.epochMillis() == 0) {
      return;
    }
    long now = Math.floorDiv(time, settings.epochMillis());
    if (now > epoch) {
      if (epoch != Long.MIN_VALUE) {
        publish((epoch + 1) * settings.epochMillis());
      }
      epoch = now;
    }
  }

  private void publish(long end) {
    open.forEach((id, sums) -> merge(published.computeIfAbsent(id, key -> ItemSums.empty()), sums, end));
    open.clear();
    merge(all, allOpen, end);
    allOpen = ItemSums.empty();
  }

  private void merge(ItemSums into, ItemSums sums, long time) {
    into.merge(sums, time, settings.trendMillis(), settings.groups());
  }

  /** Adds an interaction to the epoch that is open. */
  public void add(Contribution contribution) {
    open.computeIfAbsent(contribution.itemId(), key -> ItemSums.empty()).add(contribution, settings.groups());
    allOpen.add(contribution, 0);
    if (settings.epochMillis() == 0) {
      publish(contribution.time());
    }
  }

  /** What is published of an item. Not to be changed. */
  public ItemSums item(String itemId) {
    return published.getOrDefault(itemId, NOTHING);
  }

  /** What is published of all items together. Not to be changed. */
  public ItemSums all() {
    return all;
  }

  /** The epoch that is open, counted from 1970: impressions now see the epochs before it. */
  public long epoch() {
    return epoch;
  }
}
