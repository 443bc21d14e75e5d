package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;

/**
 * How the catalogue of topics is laid out on a cluster.
 *
 * @param prefix of every topic's name, for example {@code laser.}
 * @param partitions of every topic except those with a single partition in the catalogue
 * @param replication replication factor, -1 for the broker's default
 */
public record Layout(String prefix, int partitions, short replication) {
  public static final String DEFAULT_PREFIX = "laser.";
  public static final int DEFAULT_PARTITIONS = 4;

  /**
   * Compacted topics keep records of every schema ever used, so each must be compatible with all
   * before it.
   */
  public static final String SCHEMA_COMPATIBILITY = "FULL_TRANSITIVE";

  public static final short BROKER_DEFAULT = -1;

  public Layout {
    requireNonNull(prefix, "prefix is null");
    if (!prefix.matches("[a-zA-Z0-9._-]*")) {
      throw new UserException(
          "Topic prefix '%s' may only have letters, digits, dots, dashes and underscores."
              .formatted(prefix));
    }
    if (partitions < 1) {
      throw new UserException("There must be at least 1 partition, not " + partitions + ".");
    }
    if (replication < 1 && replication != BROKER_DEFAULT) {
      throw new UserException(
          "Replication must be at least 1, or -1 for the broker's default, not %d."
              .formatted(replication));
    }
  }

  public static Layout standard() {
    return new Layout(DEFAULT_PREFIX, DEFAULT_PARTITIONS, BROKER_DEFAULT);
  }

  public Layout withPrefix(String value) {
    return new Layout(value, partitions, replication);
  }

  public Layout withPartitions(int value) {
    return new Layout(prefix, value, replication);
  }

  /** The id of an app: the prefix without its trailing dot, a dash and the app's name. */
  public String applicationId(String app) {
    return prefix.isEmpty() ? app : prefix.replaceAll("[.]$", "") + "-" + app;
  }
}
