package io.laserstreams.knowledge.request;

import java.util.Optional;

/**
 * Looks items up for prompts about users. Called by stream threads, so it answers at once from what
 * is there.
 */
@FunctionalInterface
public interface ItemCards {
  Optional<ItemCard> find(String itemId);
}
