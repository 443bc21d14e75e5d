package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a prompt about a user says about an item.
 *
 * @param updatedAt event time of this version of the item, milliseconds since the epoch
 */
public record ItemCard(String title, List<String> categories, long updatedAt) {
  public ItemCard {
    requireNonNull(title, "title is null");
    categories = List.copyOf(categories);
  }
}
