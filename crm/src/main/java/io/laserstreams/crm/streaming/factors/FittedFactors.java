package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slow parts of streaming features, fitted by the trainer and carried by the bundle: factors of
 * the items, which items are rated alike, and the space of their texts. Immutable. State that
 * depends on them stores their {@link #version} and is rebuilt when it changes.
 */
public final class FittedFactors {
  /** Nothing fitted yet: features that depend on fitted factors have their defaults. */
  public static final FittedFactors NONE = new FittedFactors(Long.MIN_VALUE, null, null, List.of());

  /**
   * What was fitted for an item.
   *
   * @param itemId its id
   * @param rated whether bias and factors were fitted to values
   * @param numbers its bias and then the factors after the first; empty without factors
   * @param coRated items that were rated alike
   * @param alike items with similar texts
   */
  public record Row(
      String itemId, boolean rated, float[] numbers, Neighbours coRated, Neighbours alike) {}

  /** Width of an item's {@link #taste}. */
  public static final int TASTE_WIDTH = 16;

  private final long fittedUntil;
  private final @Nullable ItemFactors factors;
  private final @Nullable TasteSpace tastes;
  private final @Nullable TextSpace text;
  private final List<Row> items;
  private final StatisticsByRow statistics;
  private final Map<String, Integer> rows = new HashMap<>();
  private final byte[] bytes;
  private final long version;

  /**
   * A fit.
   *
   * @param fittedUntil event time of the newest event that was fitted, milliseconds since the epoch
   * @param factors null for none
   * @param text null if items have no knowledge vectors
   * @param items in the order of their rows
   * @throws IllegalArgumentException if these do not fit together, or an item occurs twice
   */
  public FittedFactors(
      long fittedUntil, @Nullable ItemFactors factors, @Nullable TextSpace text, List<Row> items) {
    this.fittedUntil = fittedUntil;
    this.factors = factors;
    this.tastes = factors == null ? null : new TasteSpace(factors);
    this.text = text;
    this.items = List.copyOf(items);
    this.statistics = new StatisticsByRow(this.items);
    for (Row row : items) {
      requireNumbers(row);
      if (rows.put(row.itemId(), rows.size()) != null) {
        throw new IllegalArgumentException("item '%s' occurs twice".formatted(row.itemId()));
      }
    }
    if (factors != null && text != null) {
      factors.requireFit(text.coordinates());
    }
    this.bytes = FittedFactorsCodec.write(this);
    this.version = FittedFactorsCodec.version(bytes);
  }

  private void requireNumbers(Row row) {
    if (factors != null && row.rated() && row.numbers().length != factors.size()) {
      throw new IllegalArgumentException(
          "item '%s' has %d numbers, but there are %d factors"
              .formatted(row.itemId(), row.numbers().length, factors.size()));
    }
  }

  /**
   * @throws io.laserstreams.crm.bytes.UnreadableBytesException if the bytes are not fitted factors
   *     that this version can read
   */
  public static FittedFactors read(byte[] bytes) {
    return FittedFactorsCodec.read(bytes);
  }

  /** The stored form; the same fit has the same bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** A hash of the content. */
  public long version() {
    return version;
  }

  /** Event time of the newest event that was fitted, milliseconds since the epoch. */
  public long fittedUntil() {
    return fittedUntil;
  }

  /** The factors of items; null if none were fitted. */
  public @Nullable ItemFactors factors() {
    return factors;
  }

  /** The space of texts; null if items have no knowledge vectors. */
  public @Nullable TextSpace text() {
    return text;
  }

  /** What was fitted for items, in the order of their rows. */
  public List<Row> items() {
    return items;
  }

  /** The item's row, -1 if absent. */
  public int row(String itemId) {
    return rows.getOrDefault(itemId, -1);
  }

  /** Combines what the catalogue says about an item with what was fitted. */
  public FittedItem place(ItemFeatures item) {
    int row = row(item.itemId());
    Row fitted = row < 0 ? null : items.get(row);
    TextSpace.Position position = position(item);
    float[] ofValues = ofValues(row);
    float[] numbers = ofValues == null ? expected(position) : ofValues;
    return new FittedItem(
        item,
        row,
        numbers != null,
        numbers == null ? 0 : numbers[0],
        observed(numbers),
        position,
        fitted == null ? Neighbours.NONE : fitted.coRated(),
        new Neighbourhood(fitted == null ? Neighbours.NONE : fitted.alike(), statistics));
  }

  /** Bias and factors that were fitted to the item's values; null if it has none. */
  private float @Nullable [] ofValues(int row) {
    return factors == null || row < 0 || !items.get(row).rated() ? null : items.get(row).numbers();
  }

  private TextSpace.@Nullable Position position(ItemFeatures item) {
    return text == null || item.knowledge() == null ? null : text.place(item.knowledge());
  }

  /** Bias and factors that a text leads to expect; null if unknown. */
  private float @Nullable [] expected(TextSpace.@Nullable Position position) {
    return factors == null || position == null ? null : factors.expected(position.coordinates());
  }

  /** Statistics of an item as seen by an epoch; an item with a row is not looked up by its id. */
  public ItemSums sums(FittedItem item, ItemStatisticsTable.View seen) {
    return item.row() < 0
        ? seen.item(item.item().itemId())
        : seen.item(statistics.in(seen.table()).of(item.row()));
  }

  /**
   * The item's position in the space in which users' tastes are uncorrelated: the product of two
   * items' tastes is the covariance of their values over users, biases apart, so that items with
   * few values are close to zero.
   *
   * @return {@link #TASTE_WIDTH} numbers; null if nothing is known about the item's factors
   */
  public float @Nullable [] taste(ItemFeatures item) {
    if (tastes == null) {
      return null;
    }
    float[] ofValues = ofValues(row(item.itemId()));
    float[] numbers = ofValues == null ? expected(position(item)) : ofValues;
    return numbers == null ? null : Arrays.copyOf(tastes.place(numbers), TASTE_WIDTH);
  }

  /** The first factor is 1. */
  private float[] observed(float @Nullable [] numbers) {
    if (factors == null) {
      return new float[0];
    }
    float[] observed = numbers == null ? new float[factors.size()] : numbers.clone();
    observed[0] = 1;
    return observed;
  }
}
