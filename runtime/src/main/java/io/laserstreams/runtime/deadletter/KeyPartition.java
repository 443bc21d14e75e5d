package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The partition of a key under the Java producer's default partitioner (murmur2). State and joins
 * rely on it; clients built on librdkafka use another one unless configured with {@code
 * partitioner=murmur2_random}.
 */
public final class KeyPartition {
  public static final String WRONG_PARTITION = "wrong-partition";

  private KeyPartition() {}

  /** The partition of a key among {@code partitions}. */
  public static int of(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  /**
   * @throws BadRecordException if the key is null or on another partition than its own
   */
  public static void require(@Nullable String key, int partition, int partitions) {
    if (key == null) {
      throw new BadRecordException(
          "no-key", "The record has no key; its key decides the partition and must be set");
    }
    int expected = of(key, partitions);
    if (partition != expected) {
      throw new BadRecordException(
          WRONG_PARTITION,
          "Key '"
              + key
              + "' is on partition "
              + partition
              + " but belongs on "
              + expected
              + " of "
              + partitions
              + "; set the producer's partitioner to murmur2 (librdkafka:"
              + " partitioner=murmur2_random)");
    }
  }
}
