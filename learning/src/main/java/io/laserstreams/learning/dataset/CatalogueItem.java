package io.laserstreams.learning.dataset;

import java.util.List;
import java.util.Map;

/**
 * What a catalogue says of an item.
 *
 * @param itemId its id
 * @param title empty where there is none
 * @param categories most important first
 * @param fields categorical fields by name
 * @param text what can be read about it in the catalogue, empty where that is nothing
 */
public record CatalogueItem(
    String itemId, String title, List<String> categories, Map<String, String> fields, String text) {
  public CatalogueItem {
    categories = List.copyOf(categories);
    fields = Map.copyOf(fields);
  }
}
