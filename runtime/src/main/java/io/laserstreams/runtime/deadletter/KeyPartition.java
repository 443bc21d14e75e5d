package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * Where a key belongs: the partition that Java's default partitioner (murmur2) gives it. State and
 * joins rely on it; clients built on librdkafka use another one unless told {@code
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
   * @throws BadRecordException where the key lies on another partition than its own, or is null
   */
  public static void require(String key, int partition, int partitions) {
    if (key == null) {
      throw new BadRecordException(
          "no-key", "The record has no key; its key decides the partition and must be set");
    }
    int right = of(key, partitions);
    if (partition != right) {
      throw new BadRecordException(
          WRONG_PARTITION,
          "Key '"
              + key
              + "' is on partition "
              + partition
              + " but belongs on "
              + right
              + " of "
              + partitions
              + "; set the producer's partitioner to murmur2 (librdkafka:"
              + " partitioner=murmur2_random)");
    }
  }
}
