package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription.Available;
import io.laserstreams.learning.dataset.description.DatasetDescription.Items;
import io.laserstreams.learning.dataset.description.DatasetDescription.Time;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items by the time from which they can be shown. */
final class AvailableItems {
  private final List<Item> items;

  /**
   * @param from the first millisecond, since the epoch
   * @param until the first millisecond at which it can no longer be shown
   */
  record Item(String id, long from, long until) {}

  private AvailableItems(List<Item> items) {
    this.items = new ArrayList<>(items);
    this.items.sort(Comparator.comparingLong(Item::from));
  }

  /**
   * Without a catalogue that says so, an item is available once somebody has interacted with it.
   */
  static AvailableItems once(List<Interaction> interactions) {
    Map<String, Long> first = new LinkedHashMap<>();
    interactions.stream()
        .filter(row -> row.candidate().interacted())
        .forEach(row -> first.merge(row.candidate().itemId(), row.time(), Math::min));
    return new AvailableItems(
        first.entrySet().stream()
            .map(item -> new Item(item.getKey(), item.getValue() + 1, Long.MAX_VALUE))
            .toList());
  }

  /** By the catalogue: from and until its times, from ever and forever where a row has none. */
  static AvailableItems read(Items described, Available available, Path folder, Clock clock) {
    TimeReader from = reader(available.from(), clock);
    TimeReader until = reader(available.until(), clock);
    Set<String> columns = new HashSet<>(Set.of(described.id()));
    for (Time time : new Time[] {available.from(), available.until()}) {
      columns.addAll(time == null ? List.of() : time.columns());
    }
    Map<String, Item> items = new LinkedHashMap<>();
    Rows.read(
        folder.resolve(described.file()),
        described.format(),
        columns,
        row -> {
          String id = row.id(described.id());
          items.putIfAbsent(
              id,
              new Item(id, millis(from, row, Long.MIN_VALUE), millis(until, row, Long.MAX_VALUE)));
        });
    return new AvailableItems(List.copyOf(items.values()));
  }

  private static @Nullable TimeReader reader(@Nullable Time time, Clock clock) {
    return time == null ? null : new TimeReader(time, clock);
  }

  private static long millis(@Nullable TimeReader reader, Row row, long missing) {
    return reader == null || reader.isMissing(row) ? missing : reader.millis(row);
  }

  Item get(int index) {
    return items.get(index);
  }

  /** How many items are available from this time or earlier, at least {@code atLeast}. */
  int by(long time, int atLeast) {
    int size = atLeast;
    while (size < items.size() && items.get(size).from() <= time) {
      size++;
    }
    return size;
  }
}
