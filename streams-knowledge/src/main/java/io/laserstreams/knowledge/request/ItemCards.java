package io.laserstreams.knowledge.request;

import java.util.Optional;

/**
 * Looks up items for prompts about users. Stream threads call it, so it answers at once from
 * memory.
 */
@FunctionalInterface
public interface ItemCards {
  /** The item; empty if unknown. */
  Optional<ItemCard> find(String itemId);
}
