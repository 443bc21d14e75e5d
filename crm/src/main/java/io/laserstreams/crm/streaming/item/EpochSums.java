package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingSettings;

/**
 * Statistics of an item, parted at its newest epoch: an impression in that epoch or before sees what was before it, one in a later
 * epoch sees all. Immutable.
 *
 * @param epoch the newest with an interaction, counted from 1970
 * @param before sums of the epochs before it, and of what came late
 * @param during sums of that epoch
 * @param all both together
 */
public record EpochSums(long epoch, ItemSums before, ItemSums during, ItemSums all) {
  /** No interaction. */
  public static final EpochSums NONE = new EpochSums(Long.MIN_VALUE, ItemSums.NONE, ItemSums.NONE, ItemSums.NONE);

  public EpochSums {
    requireNonNull(before, "before is null");
    requireNonNull(during, "during is null");
    requireNonNull(all, "all is null");
  }

  /** As it was written. */
  public static EpochSums of(long epoch, ItemSums before, ItemSums during, StreamingSettings settings) {
    return new EpochSums(epoch, before, during, before.plus(during, settings));
  }

  /** With interactions of an epoch; those of an epoch before the newest are late and seen at once. */
  public EpochSums plus(long when, ItemSums sums, StreamingSettings settings) {
    if (when > epoch) {
      return new EpochSums(when, all, sums, all.plus(sums, settings));
    }
    ItemSums together = all.plus(sums, settings);
    return when == epoch
        ? new EpochSums(epoch, before, during.plus(sums, settings), together)
        : new EpochSums(epoch, before.plus(sums, settings), during, together);
  }

  /** What an impression in an epoch sees. */
  public ItemSums seenFrom(long when) {
    return when > epoch ? all : before;
  }
}
