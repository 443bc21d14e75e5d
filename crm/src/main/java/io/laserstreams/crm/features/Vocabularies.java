package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The vocabularies of one model.
 *
 * @param items item ids
 * @param categories item categories
 * @param userFields by field, values of the profile fields
 * @param contextFields by field, values of the context fields
 * @param itemFields by field, values of the item fields
 */
public record Vocabularies(
    Vocabulary items,
    Vocabulary categories,
    Map<String, Vocabulary> userFields,
    Map<String, Vocabulary> contextFields,
    Map<String, Vocabulary> itemFields) {
  public Vocabularies {
    requireNonNull(items, "items is null");
    requireNonNull(categories, "categories is null");
    requireNonNull(userFields, "userFields is null");
    requireNonNull(contextFields, "contextFields is null");
    requireNonNull(itemFields, "itemFields is null");
  }

  /** Empty vocabularies for the fields of a specification. */
  public static Vocabularies empty(FeatureSpec spec) {
    return new Vocabularies(
        new Vocabulary(),
        new Vocabulary(),
        empty(spec.userFields()),
        empty(spec.contextFields()),
        empty(spec.itemFields()));
  }

  /** Adds the values of an item; values beyond the tables' capacity stay unknown. */
  public void grow(ItemFeatures item, FeatureSpec spec) {
    items.grow(item.itemId(), spec.capacity().items());
    List<String> read =
        item.categories().subList(0, Math.min(item.categories().size(), spec.categoriesPerItem()));
    read.forEach(category -> categories.grow(category, spec.capacity().categories()));
    grow(itemFields, item.fields(), spec);
  }

  /**
   * Adds the values of a user's profile and an impression's context; values beyond the tables'
   * capacity stay unknown.
   */
  public void grow(UserFeatures user, FeatureSpec spec) {
    grow(userFields, user.profile(), spec);
    grow(contextFields, user.context(), spec);
  }

  /** The vocabulary of a field. */
  static Vocabulary of(Map<String, Vocabulary> vocabularies, String field) {
    return requireNonNull(vocabularies.get(field), () -> "field '" + field + "' has no vocabulary");
  }

  /** A copy that grows independently. */
  public Vocabularies copy() {
    return new Vocabularies(
        items.copy(), categories.copy(), copy(userFields), copy(contextFields), copy(itemFields));
  }

  /**
   * @throws IllegalArgumentException if a field of the specification has no vocabulary or a
   *     vocabulary outgrows its table
   */
  void requireFit(FeatureSpec spec) {
    requireSize("items", items, spec.capacity().items());
    requireSize("categories", categories, spec.capacity().categories());
    requireFields("user", userFields, spec.userFields(), spec);
    requireFields("context", contextFields, spec.contextFields(), spec);
    requireFields("item", itemFields, spec.itemFields(), spec);
  }

  private static void requireFields(
      String kind, Map<String, Vocabulary> vocabularies, List<String> names, FeatureSpec spec) {
    for (String name : names) {
      Vocabulary vocabulary = vocabularies.get(name);
      if (vocabulary == null) {
        throw new IllegalArgumentException("%s field '%s' has no vocabulary".formatted(kind, name));
      }
      requireSize(kind + " field '" + name + "'", vocabulary, spec.capacity().fieldValues());
    }
  }

  private static void requireSize(String name, Vocabulary vocabulary, int capacity) {
    if (vocabulary.size() > capacity) {
      throw new IllegalArgumentException(
          "the vocabulary of %s needs %d rows, but its table has %d"
              .formatted(name, vocabulary.size(), capacity));
    }
  }

  private static void grow(
      Map<String, Vocabulary> vocabularies, Map<String, String> values, FeatureSpec spec) {
    vocabularies.forEach(
        (name, vocabulary) -> vocabulary.grow(values.get(name), spec.capacity().fieldValues()));
  }

  private static Map<String, Vocabulary> empty(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                Function.identity(), name -> new Vocabulary(), (a, b) -> a, TreeMap::new));
  }

  private static Map<String, Vocabulary> copy(Map<String, Vocabulary> from) {
    var copy = new TreeMap<String, Vocabulary>();
    from.forEach((name, vocabulary) -> copy.put(name, vocabulary.copy()));
    return copy;
  }
}
