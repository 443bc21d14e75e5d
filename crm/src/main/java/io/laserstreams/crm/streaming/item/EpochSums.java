package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Statistics of an item, split at its newest epoch: an impression in or before that epoch sees what
 * was before it, a later one sees all. Immutable.
 *
 * @param epoch the newest with an interaction, counted from 1970
 * @param before sums of the epochs before it, and of late interactions
 * @param during sums of that epoch
 * @param all the sum of both
 */
public record EpochSums(long epoch, ItemSums before, ItemSums during, ItemSums all) {
  /** No interaction. */
  public static final EpochSums NONE =
      new EpochSums(Long.MIN_VALUE, ItemSums.NONE, ItemSums.NONE, ItemSums.NONE);

  public EpochSums {
    requireNonNull(before, "before is null");
    requireNonNull(during, "during is null");
    requireNonNull(all, "all is null");
  }

  /**
   * Combines the parts.
   *
   * @throws ArithmeticException if a sum overflows
   */
  public static EpochSums of(
      long epoch, ItemSums before, ItemSums during, StreamingSettings settings) {
    return new EpochSums(epoch, before, during, before.plus(during, settings));
  }

  /**
   * @throws UnreadableBytesException if the bytes are of another release, or no interactions have
   *     these sums
   */
  public static EpochSums read(ByteBuffer in, StreamingSettings settings) {
    try {
      return of(in.getLong(), ItemSums.readNext(in), ItemSums.read(in), settings);
    } catch (BufferUnderflowException e) {
      throw new UnreadableBytesException("an item's statistics: the bytes end before the epoch", e);
    } catch (ArithmeticException e) {
      throw new UnreadableBytesException(
          "an item's statistics: the sum of both parts overflows", e);
    }
  }

  /** The stored form: the epoch (8 bytes), the sums before it, those in it. */
  public byte[] toBytes() {
    byte[] first = before.toBytes();
    byte[] second = during.toBytes();
    return ByteBuffer.allocate(Long.BYTES + first.length + second.length)
        .putLong(epoch)
        .put(first)
        .put(second)
        .array();
  }

  /** Whether there is an interaction after a time, in milliseconds since the epoch. */
  public boolean isAfter(long time, StreamingSettings settings) {
    return (during.count() > 0 && epoch > ItemStatisticsTable.epochOf(time, settings))
        || all.isAfter(time, settings);
  }

  /**
   * A copy with interactions of an epoch; those of an epoch before the newest are late and seen at
   * once.
   *
   * @throws ArithmeticException if a sum overflows
   */
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
