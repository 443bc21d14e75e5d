package io.laserstreams.scoring.user;

import static java.util.Objects.requireNonNull;

/**
 * One version of something that is known about a user.
 *
 * @param position orders the versions; a later one replaces an earlier one
 * @param basedOn event time of the newest event that went into it, milliseconds since the epoch
 */
public record StoredVersion<T>(long position, long basedOn, T value) {
  public StoredVersion {
    requireNonNull(value, "value is null");
  }
}
