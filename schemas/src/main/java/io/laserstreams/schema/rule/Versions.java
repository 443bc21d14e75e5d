package io.laserstreams.schema.rule;

import io.laserstreams.schema.Item;
import io.laserstreams.schema.User;

/**
 * Which version of an item or a profile counts: the one with the newest {@code updatedAt}, and the
 * later on its topic if equal.
 */
public final class Versions {
  private Versions() {}

  /** Whether a version that is later on the topic replaces the known one. */
  public static boolean replaces(long updatedAt, long known) {
    return updatedAt >= known;
  }

  /** The version of an item that counts; {@code known} is the earlier on the topic. */
  public static Item newest(Item known, Item next) {
    return replaces(next.getUpdatedAt(), known.getUpdatedAt()) ? next : known;
  }

  /** The version of a profile that counts; {@code known} is the earlier on the topic. */
  public static User newest(User known, User next) {
    return replaces(next.getUpdatedAt(), known.getUpdatedAt()) ? next : known;
  }
}
