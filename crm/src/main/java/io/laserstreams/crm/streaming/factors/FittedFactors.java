package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow parts of streaming features, fitted by the trainer and carried by the bundle: factors of
 * the items, who is rated like whom, and the space of their texts. Immutable. State that depends on
 * it names its {@link #version} and is rebuilt when that changes.
 */
public final class FittedFactors {
  /** Nothing fitted yet: features that depend on a basis have their defaults. */
  public static final FittedFactors NONE = new FittedFactors(Long.MIN_VALUE, null, null, List.of());

  /**
   * An item.
   *
   * @param itemId its id
   * @param rated whether bias and factors were fitted to values
   * @param numbers its bias and then the factors after the first; empty without factors
   * @param coRated items that were rated alike
   * @param alike items whose text is alike
   */
  public record Entry(
      String itemId, boolean rated, float[] numbers, Neighbours coRated, Neighbours alike) {}

  /** Numbers of an item's {@link #taste}. */
  public static final int TASTE_WIDTH = 16;

  private final long fittedUntil;
  private final ItemFactors factors;
  private final TasteSpace tastes;
  private final TextSpace text;
  private final List<Entry> items;
  private final StatisticsByRow statistics;
  private final Map<String, Integer> rows = new HashMap<>();
  private final byte[] bytes;
  private final long version;

  /**
   * A fit.
   *
   * @param fittedUntil event time of the newest event that it has seen, milliseconds since the
   *     epoch
   * @param factors null for none
   * @param text null where items have no knowledge vectors
   * @param items in the order of their rows
   * @throws IllegalArgumentException where these do not fit together, or an item is there twice
   */
  public FittedFactors(long fittedUntil, ItemFactors factors, TextSpace text, List<Entry> items) {
    this.fittedUntil = fittedUntil;
    this.factors = factors;
    this.tastes = factors == null ? null : new TasteSpace(factors);
    this.text = text;
    this.items = List.copyOf(items);
    this.statistics = new StatisticsByRow(this.items);
    for (Entry entry : items) {
      requireNumbers(entry);
      if (rows.put(entry.itemId(), rows.size()) != null) {
        throw new IllegalArgumentException("item '%s' is there twice".formatted(entry.itemId()));
      }
    }
    if (factors != null && text != null) {
      factors.requireFit(text.coordinates());
    }
    this.bytes = FittedFactorsCodec.write(this);
    this.version = FittedFactorsCodec.version(bytes);
  }

  private void requireNumbers(Entry entry) {
    if (factors != null && entry.rated() && entry.numbers().length != factors.size()) {
      throw new IllegalArgumentException(
          "item '%s' has %d numbers, the factors are %d"
              .formatted(entry.itemId(), entry.numbers().length, factors.size()));
    }
  }

  /**
   * @throws io.laserstreams.crm.bytes.UnreadableBytesException if the bytes are no basis that this
   *     version can read
   */
  public static FittedFactors read(byte[] bytes) {
    return FittedFactorsCodec.read(bytes);
  }

  /** The stored form; the same basis has the same bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** A hash of the content. */
  public long version() {
    return version;
  }

  /** Event time of the newest event that it has seen, milliseconds since the epoch. */
  public long fittedUntil() {
    return fittedUntil;
  }

  /** Null for none. */
  public ItemFactors factors() {
    return factors;
  }

  /** Null where items have no knowledge vectors. */
  public TextSpace text() {
    return text;
  }

  /** In the order of their rows. */
  public List<Entry> items() {
    return items;
  }

  /** The item's row, -1 where it has none. */
  public int row(String itemId) {
    return rows.getOrDefault(itemId, -1);
  }

  /** The item as this basis has it. */
  public FittedItem place(ItemFeatures item) {
    int row = row(item.itemId());
    TextSpace.Place place =
        text == null || item.knowledge() == null ? null : text.place(item.knowledge());
    float[] coordinates = place == null ? null : place.coordinates();
    Entry entry = row < 0 ? null : items.get(row);
    float[] numbers = null;
    if (factors != null) {
      numbers = entry != null && entry.rated() ? entry.numbers() : factors.expected(coordinates);
    }
    return new FittedItem(
        item,
        row,
        numbers != null,
        numbers == null ? 0 : numbers[0],
        observed(numbers),
        coordinates,
        place == null ? null : place.direction(),
        entry == null ? Neighbours.NONE : entry.coRated(),
        new Neighbourhood(entry == null ? Neighbours.NONE : entry.alike(), statistics));
  }

  /**
   * What is seen of an item's statistics; those of an item with a row are not looked up by its id.
   */
  public ItemSums sums(FittedItem item, ItemStatisticsTable.View seen) {
    return item.row() < 0
        ? seen.item(item.item().itemId())
        : seen.item(statistics.in(seen.table()).of(item.row()));
  }

  /**
   * Where an item lies in the space in which users' tastes are uncorrelated: the product of two
   * items' tastes is how far their values vary together from user to user, biases apart, so that
   * those with few values are near nothing.
   *
   * @return {@link #TASTE_WIDTH} numbers, null where nothing is known of its factors
   */
  public float[] taste(ItemFeatures item) {
    if (factors == null) {
      return null;
    }
    int row = row(item.itemId());
    if (row >= 0 && items.get(row).rated()) {
      return padded(tastes.place(items.get(row).numbers()));
    }
    TextSpace.Place place =
        text == null || item.knowledge() == null ? null : text.place(item.knowledge());
    float[] expected = factors.expected(place == null ? null : place.coordinates());
    return expected == null ? null : padded(tastes.place(expected));
  }

  private static float[] padded(float[] taste) {
    return Arrays.copyOf(taste, TASTE_WIDTH);
  }

  /** The first factor is 1. */
  private float[] observed(float[] numbers) {
    if (factors == null) {
      return new float[0];
    }
    float[] observed = numbers == null ? new float[factors.size()] : numbers.clone();
    observed[0] = 1;
    return observed;
  }
}
