package io.laserstreams.crm.streaming;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.factors.Neighbours;
import io.laserstreams.crm.streaming.factors.TextSpace;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Synthetic events, items and fitted factors. */
public final class SyntheticStream {
  public static final StreamingSettings SETTINGS =
      StreamingSettings.builder()
          .epochMillis(1_000)
          .trendMillis(100_000)
          .sessionMillis(5_000)
          .recentEvents(200)
          .eventsPerHour(1_000)
          .groups(6)
          .segmentFields(List.of("gender"))
          .affinityFields(List.of("year/4"))
          .build();
  private static final int ITEMS = 20;
  private static final int VECTOR = 6;

  private SyntheticStream() {}

  /**
   * Items 0 to 19 are in the fitted factors, every third without knowledge; of those from 20 on
   * only the id is known.
   */
  public static ItemFeatures item(String id) {
    int number = Integer.parseInt(id);
    if (number >= ITEMS) {
      return ItemFeatures.unknown(id);
    }
    var random = new Random(number);
    float[] vector = number % 3 == 0 ? null : numbers(random, VECTOR, 1);
    return new ItemFeatures(
        id,
        List.of("c" + number % 4, "c" + number % 7),
        Map.of("year", "" + (1980 + number)),
        vector);
  }

  public static FittedFactors fittedFactors(long seed) {
    var random = new Random(seed);
    int factors = 4;
    float[] covariance = new float[factors * (factors + 1) / 2];
    for (int i = 0, at = 0; i < factors; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[at++] = i == j ? 1 + random.nextFloat() : 0.1f * random.nextFloat();
      }
    }
    float[][] fromText = new float[factors][];
    for (int f = 0; f < factors; f++) {
      fromText[f] = numbers(random, 4, 0.2f);
    }
    var text =
        new TextSpace(
            numbers(random, VECTOR, 0.1f),
            rows(random, 5, VECTOR),
            new float[] {3, 2, 1, 0.5f, 0.2f},
            3);
    List<FittedFactors.Row> fitted = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      fitted.add(
          new FittedFactors.Row(
              "" + i,
              i % 4 != 0,
              numbers(random, factors, 0.5f),
              neighbours(random, i),
              neighbours(random, i)));
    }
    return new FittedFactors(
        seed,
        new ItemFactors(3.5f, 0.8f, numbers(random, factors, 0.3f), covariance, fromText),
        text,
        fitted);
  }

  private static Neighbours neighbours(Random random, int item) {
    int[] rows = new int[] {(item + 1) % ITEMS, (item + 5) % ITEMS, (item + 7) % ITEMS};
    return new Neighbours(rows, numbers(random, rows.length, 0.5f));
  }

  private static float[] numbers(Random random, int size, float scale) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian() * scale;
    }
    return numbers;
  }

  private static float[][] rows(Random random, int rows, int size) {
    float[][] numbers = new float[rows][];
    for (int i = 0; i < rows; i++) {
      numbers[i] = numbers(random, size, 0.5f);
    }
    return numbers;
  }

  public static FittedItems items(FittedFactors fitted) {
    return new FittedItems(fitted, SyntheticStream::item);
  }

  /**
   * One user's events, some within a second, some after a pause, one in five a click, some of
   * unknown items.
   */
  public static List<Observation> events(long seed, int count) {
    var random = new Random(seed);
    List<Observation> events = new ArrayList<>();
    long time = 1_000_000;
    for (int e = 0; e < count; e++) {
      time += random.nextInt(10) == 0 ? 5_000_000 : random.nextInt(2_000);
      float value = random.nextInt(5) == 0 ? Float.NaN : 1 + random.nextInt(5);
      events.add(
          new Observation(
              "" + random.nextInt(ITEMS + 3),
              time,
              value,
              Map.of("gender", seed % 2 == 0 ? "F" : "M")));
    }
    return events;
  }
}
