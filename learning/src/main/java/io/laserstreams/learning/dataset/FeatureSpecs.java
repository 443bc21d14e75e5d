package io.laserstreams.learning.dataset;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Derives what models read from a dataset's description, with tables as large as its data need. */
public final class FeatureSpecs {
  private static final int MAX_CATEGORIES = 8;
  private static final int MAX_DISTINCT_VALUES = 12;
  private static final int QUANTILES = 8;

  private FeatureSpecs() {}

  /**
   * The specification.
   *
   * @param itemEncoder the encoder of item knowledge, null for none
   * @param userEncoder the encoder of user knowledge, null for none
   * @throws InvalidDatasetException if the description names a field that the dataset lacks
   */
  public static FeatureSpec of(
      Dataset data,
      FeatureSpec.@Nullable Encoder itemEncoder,
      FeatureSpec.@Nullable Encoder userEncoder) {
    var description = data.description();
    var features = description.features();
    Set<String> users =
        description.users() == null ? Set.of() : description.users().fields().keySet();
    Set<String> items = description.items() == null ? Set.of() : description.items().fieldNames();
    Set<String> context = description.interactions().context().keySet();
    int categories =
        data.items().values().stream().mapToInt(item -> item.categories().size()).max().orElse(0);
    return FeatureSpec.builder(features.history(), capacity(data))
        .valueBounds(features.valueBounds() == null ? valueBounds(data) : features.valueBounds())
        .userFields(chosen("users", features.users(), users))
        .contextFields(chosen("context", features.context(), context))
        .itemFields(chosen("items", features.items(), items))
        .categoriesPerItem(Math.min(MAX_CATEGORIES, categories))
        .itemEncoder(itemEncoder)
        .userEncoder(userEncoder)
        .build();
  }

  private static List<String> chosen(
      String kind, @Nullable List<String> wanted, Set<String> present) {
    if (wanted == null) {
      return List.copyOf(present);
    }
    for (String name : wanted) {
      if (!present.contains(name)) {
        throw new InvalidDatasetException(
            "features.%s names '%s', but the fields are %s".formatted(kind, name, present));
      }
    }
    return wanted;
  }

  /** Halfway between the values if they are few, otherwise at quantiles of the interactions. */
  private static List<Float> valueBounds(Dataset data) {
    List<Float> values = new ArrayList<>();
    for (Impression impression : data.impressions()) {
      for (Candidate candidate : impression.candidates()) {
        if (candidate.interacted() && !Float.isNaN(candidate.value())) {
          values.add(candidate.value());
        }
      }
    }
    values.sort(null);
    List<Float> distinct = List.copyOf(new TreeSet<>(values));
    Set<Float> bounds = new TreeSet<>();
    if (distinct.size() <= MAX_DISTINCT_VALUES) {
      for (int i = 1; i < distinct.size(); i++) {
        bounds.add((distinct.get(i - 1) + distinct.get(i)) / 2);
      }
    } else {
      for (int i = 1; i < QUANTILES; i++) {
        bounds.add(values.get(values.size() * i / QUANTILES));
      }
    }
    return List.copyOf(bounds);
  }

  private static FeatureSpec.Capacity capacity(Dataset data) {
    Set<String> items = new HashSet<>(data.items().keySet());
    Set<String> categories = new HashSet<>();
    Map<String, Set<String>> values = new HashMap<>();
    Set<Map<String, String>> contexts = new HashSet<>();
    for (Impression impression : data.impressions()) {
      impression.candidates().forEach(candidate -> items.add(candidate.itemId()));
      contexts.add(impression.context());
    }
    data.items().values().forEach(item -> categories.addAll(item.categories()));
    data.items().values().forEach(item -> collect("item", item.fields(), values));
    data.profiles().values().forEach(profile -> collect("user", profile, values));
    contexts.forEach(context -> collect("context", context, values));
    int maxValues = values.values().stream().mapToInt(Collection::size).max().orElse(0);
    return new FeatureSpec.Capacity(rows(items.size()), rows(categories.size()), rows(maxValues));
  }

  private static void collect(
      String kind, Map<String, String> fields, Map<String, Set<String>> values) {
    fields.forEach(
        (name, value) ->
            values.computeIfAbsent(kind + " " + name, key -> new HashSet<>()).add(value));
  }

  /** A power of two with room for this many values and the unknown one. */
  private static int rows(int values) {
    return values == 0 ? 1 : Integer.highestOneBit(values) << 1;
  }
}
