package io.laserstreams.crm.item;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models may know about an item.
 *
 * @param itemId the item's id
 * @param categories categories, most important first
 * @param fields further categorical fields by name
 * @param knowledge the knowledge vector of the encoder that the feature specification names; null
 *     if absent
 */
public record ItemFeatures(
    String itemId,
    List<String> categories,
    Map<String, String> fields,
    float @Nullable [] knowledge) {
  // Not compact: javac 17 drops the annotation of an array from the parameters of a compact
  // constructor.
  public ItemFeatures(
      String itemId,
      List<String> categories,
      Map<String, String> fields,
      float @Nullable [] knowledge) {
    this.itemId = requireNonNull(itemId, "itemId is null");
    this.categories = List.copyOf(categories);
    this.fields = Map.copyOf(fields);
    this.knowledge = knowledge;
  }

  /** An item of which only the id is known. */
  public static ItemFeatures unknown(String itemId) {
    return new ItemFeatures(itemId, List.of(), Map.of(), null);
  }

  public ItemFeatures withKnowledge(float @Nullable [] newKnowledge) {
    return new ItemFeatures(itemId, categories, fields, newKnowledge);
  }
}
