package io.laserstreams.systemtests.support;

import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that cannot be used.
 *
 * @param key the record's key, which also names the case
 * @param wrongPartition whether it is sent to another partition than its key's
 * @param bytes its serialised value
 * @param outcomes app and reason of each dead letter, in alphabetical order
 */
public record BadRecord(
    Topic topic,
    String key,
    boolean wrongPartition,
    Function<LaserSystem, byte[]> bytes,
    List<String> outcomes) {
  public static BadRecord bad(Topic topic, String key, byte[] bytes, String... outcomes) {
    return new BadRecord(topic, key, false, unused -> bytes, List.of(outcomes));
  }

  /**
   * @param value creates the value for the key
   */
  public static BadRecord bad(
      Topic topic, String key, Function<String, SpecificRecord> value, String... outcomes) {
    return new BadRecord(
        topic,
        key,
        false,
        system ->
            new AvroSerializer<SpecificRecord>(system.schemas())
                .serialize(system.topic(topic), value.apply(key)),
        List.of(outcomes));
  }

  public BadRecord onTheWrongPartition() {
    return new BadRecord(topic, key, true, bytes, outcomes);
  }

  public void sendTo(LaserSystem system) {
    Integer partition = wrongPartition ? 1 - KeyPartition.of(key, LaserSystem.PARTITIONS) : null;
    system.sendBytes(topic, partition, key, bytes.apply(system));
  }

  @Override
  public String toString() {
    return key + " -> " + String.join(", ", outcomes);
  }
}
