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
import org.jspecify.annotations.Nullable;

/**
 * Fits the {@link FittedFactors} of streaming features to the events added so far; later events do
 * not affect a fit. Each fit continues the previous one. Belongs to one thread.
 */
public final class FactorFitter {
  private static final int FIRST_ROUNDS = 4;
  private static final int ROUNDS = 2;
  private static final int MAX_CO_RATED = 256;
  private static final int MAX_COMPONENTS = 64;
  private static final int MAX_COORDINATES = 32;
  private static final int MAX_SIMILAR_TEXTS = 20;

  private final Function<String, ItemFeatures> catalogue;
  private final Map<String, Integer> rows = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Neighbours> similarTexts = new ArrayList<>();
  private final List<float @Nullable []> coordinates = new ArrayList<>();
  private final EventsByUser events = new EventsByUser();
  private final FactorFit factors;
  private final CoRatingFit coRatings = new CoRatingFit(MAX_CO_RATED);
  private final @Nullable TextSpace texts;

  /** Places items by their texts alone. */
  private final FittedFactors textsAlone;

  private long newest = Long.MIN_VALUE;
  private boolean fitted;

  /**
   * Finds the text space of the items.
   *
   * @param items the catalogue as known at the start, in a stable order
   * @param catalogue looks up an item, even one added later
   */
  public FactorFitter(
      List<ItemFeatures> items, Function<String, ItemFeatures> catalogue, long seed) {
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.factors = new FactorFit(FittedFactors.TASTE_WIDTH, seed);
    this.texts =
        TextSpaceFit.fit(
            items.stream().map(ItemFeatures::knowledge).filter(Objects::nonNull).toList(),
            MAX_COMPONENTS,
            MAX_COORDINATES);
    this.textsAlone = new FittedFactors(Long.MIN_VALUE, null, texts, List.of());
    List<FittedItem> placed = items.stream().map(textsAlone::place).toList();
    for (int i = 0; i < placed.size(); i++) {
      addItem(placed.get(i), similarTexts(i, placed));
    }
  }

  private static Neighbours similarTexts(int item, List<FittedItem> placed) {
    float[] cosines = new float[placed.size()];
    for (int other = 0; other < cosines.length; other++) {
      float cosine = other == item ? 0 : placed.get(item).cosine(placed.get(other));
      cosines[other] = cosine > 0 ? cosine : 0;
    }
    return LargestMagnitudes.of(cosines, MAX_SIMILAR_TEXTS);
  }

  private int addItem(FittedItem placed, Neighbours similar) {
    int row = ids.size();
    rows.put(placed.item().itemId(), row);
    ids.add(placed.item().itemId());
    coordinates.add(placed.coordinates());
    similarTexts.add(similar);
    return row;
  }

  private int row(String itemId) {
    Integer row = rows.get(itemId);
    return row == null
        ? addItem(
            textsAlone.place(catalogue.apply(itemId)), new Neighbours(new int[0], new float[0]))
        : row;
  }

  /**
   * Adds an event.
   *
   * @param value the number that it counts as
   * @param residual the part of the value that the biases at the time did not explain
   * @param labelled whether statistics of items may learn from it
   */
  public void add(
      String userId, String itemId, long time, float value, float residual, boolean labelled) {
    EventsByUser.UserEvents user = events.add(userId, row(itemId), value, residual, labelled);
    if (labelled) {
      coRatings.add(user);
    }
    newest = Math.max(newest, time);
  }

  /** Fits to the events so far; {@link FittedFactors#NONE} if none is labelled. */
  public FittedFactors fit() {
    if (events.labelled() == 0) {
      return FittedFactors.NONE;
    }
    factors.fit(events, coordinates.toArray(new float[0][]), fitted ? ROUNDS : FIRST_ROUNDS);
    fitted = true;
    List<FittedFactors.Row> entries = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      entries.add(
          new FittedFactors.Row(
              ids.get(row),
              factors.rated(row),
              factors.numbers(row),
              coRatings.of(row, ids.size()),
              similarTexts.get(row)));
    }
    return new FittedFactors(newest, factors.factors(), texts, entries);
  }
}
