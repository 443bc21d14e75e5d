package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a user's prompt tells of an item.
 *
 * @param updatedAt since when it has been so, milliseconds since the epoch
 */
public record ItemCard(String title, List<String> categories, long updatedAt) {
  public ItemCard {
    requireNonNull(title, "title is null");
    categories = List.copyOf(categories);
  }
}
