package io.laserstreams.schema.rule;

import io.laserstreams.schema.Item;
import io.laserstreams.schema.User;

/**
 * Which version of an item or a profile counts: the one with the newest {@code updatedAt}, of equal
 * ones the later on its topic.
 */
public final class Versions {
  private Versions() {}

  /** Whether a version that comes later on the topic replaces the known one. */
  public static boolean replaces(long updatedAt, long known) {
    return updatedAt >= known;
  }

  /** Of two versions of an item the one that counts; {@code known} comes first on the topic. */
  public static Item newest(Item known, Item next) {
    return replaces(next.getUpdatedAt(), known.getUpdatedAt()) ? next : known;
  }

  /** Of two versions of a profile the one that counts; {@code known} comes first on the topic. */
  public static User newest(User known, User next) {
    return replaces(next.getUpdatedAt(), known.getUpdatedAt()) ? next : known;
  }
}
