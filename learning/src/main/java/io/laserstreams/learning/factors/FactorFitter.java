package io.laserstreams.learning.factors;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.factors.TextSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Fits the {@link FittedFactors} of streaming features to the events that it was told of: a fit
 * depends on nothing that came later. Each fit goes on from the one before. Belongs to one thread.
 */
public final class FactorFitter {
  private static final int FIRST_ROUNDS = 4;
  private static final int ROUNDS = 2;
  private static final int CO_RATED = 256;
  private static final int COMPONENTS = 64;
  private static final int COORDINATES = 32;
  private static final int ALIKE = 20;

  private final Function<String, ItemFeatures> catalogue;
  private final Map<String, Integer> rows = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Neighbours> alike = new ArrayList<>();
  private final List<float[]> coordinates = new ArrayList<>();
  private final EventLog log = new EventLog();
  private final FactorFit factors;
  private final CoRatingFit coRatings = new CoRatingFit(CO_RATED);
  private final TextSpace text;
  private long newest = Long.MIN_VALUE;
  private boolean fitted;

  /**
   * Finds the text space of the items that are there.
   *
   * @param items the catalogue as it is known at the start, in an order that does not change
   * @param catalogue looks an item up, also a new one
   */
  public FactorFitter(
      List<ItemFeatures> items, Function<String, ItemFeatures> catalogue, long seed) {
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.factors = new FactorFit(FittedFactors.TASTE_WIDTH, seed);
    this.text =
        TextSpaceFit.fit(
            items.stream().map(ItemFeatures::knowledge).filter(Objects::nonNull).toList(),
            COMPONENTS,
            COORDINATES);
    var places = new FittedFactors(Long.MIN_VALUE, null, text, List.of());
    List<FittedItem> placed = items.stream().map(places::place).toList();
    for (FittedItem item : placed) {
      rows.put(item.item().itemId(), ids.size());
      ids.add(item.item().itemId());
      coordinates.add(item.coordinates());
      alike.add(alike(item, placed));
    }
  }

  private static Neighbours alike(FittedItem item, List<FittedItem> placed) {
    float[] cosines = new float[placed.size()];
    for (int other = 0; other < cosines.length; other++) {
      float cosine = placed.get(other) == item ? 0 : item.cosine(placed.get(other));
      cosines[other] = cosine > 0 ? cosine : 0;
    }
    return LargestMagnitudes.of(cosines, ALIKE);
  }

  private int row(String itemId) {
    Integer row = rows.get(itemId);
    if (row == null) {
      row = ids.size();
      rows.put(itemId, row);
      ids.add(itemId);
      coordinates.add(
          new FittedFactors(Long.MIN_VALUE, null, text, List.of())
              .place(catalogue.apply(itemId))
              .coordinates());
      alike.add(new Neighbours(new int[0], new float[0]));
    }
    return row;
  }

  /**
   * Takes in an event.
   *
   * @param value the number that it counts as
   * @param residual what the biases did not explain of it when it came
   * @param labelled whether statistics of items may learn from it
   */
  public void add(
      String userId, String itemId, long time, float value, float residual, boolean labelled) {
    EventLog.Events events = log.add(userId, row(itemId), value, residual, labelled);
    if (labelled) {
      coRatings.add(events);
    }
    newest = Math.max(newest, time);
  }

  /** A basis of the events so far; {@link FittedFactors#NONE} where none is labelled. */
  public FittedFactors fit() {
    if (log.labelled() == 0) {
      return FittedFactors.NONE;
    }
    factors.fit(log, coordinates.toArray(new float[0][]), fitted ? ROUNDS : FIRST_ROUNDS);
    fitted = true;
    List<FittedFactors.Row> entries = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      entries.add(
          new FittedFactors.Row(
              ids.get(row),
              factors.rated(row),
              factors.numbers(row),
              coRatings.of(row, ids.size()),
              alike.get(row)));
    }
    return new FittedFactors(newest, factors.factors(), text, entries);
  }
}
