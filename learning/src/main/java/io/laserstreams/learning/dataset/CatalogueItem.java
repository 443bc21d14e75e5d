package io.laserstreams.learning.dataset;

import java.util.List;
import java.util.Map;

/**
 * An item of a catalogue.
 *
 * @param itemId its id
 * @param title empty if unknown
 * @param categories most important first
 * @param fields categorical fields by name
 * @param text about it in the catalogue, empty for none
 */
public record CatalogueItem(
    String itemId, String title, List<String> categories, Map<String, String> fields, String text) {
  public CatalogueItem {
    categories = List.copyOf(categories);
    fields = Map.copyOf(fields);
  }
}
