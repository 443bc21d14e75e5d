package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class KeyPartitionTest {
  @Test
  void shouldAgreeWithKafkasOwnPartitioner() {
    for (int i = 0; i < 1_000; i++) {
      String key = "usér-" + i;
      assertEquals(
          BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 7), KeyPartition.of(key, 7));
    }
  }

  @Test
  void shouldRefuseAKeyOnAnotherPartition() {
    int right = KeyPartition.of("ann", 6);
    int wrong = (right + 1) % 6;

    assertDoesNotThrow(() -> KeyPartition.require("ann", right, 6));
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> KeyPartition.require("ann", wrong, 6));

    assertEquals("wrong-partition", e.reason());
    assertTrue(
        e.getMessage()
            .startsWith(
                "Key 'ann' is on partition " + wrong + " but belongs on " + right + " of 6"),
        e.getMessage());
  }

  @Test
  void shouldRefuseARecordWithoutKey() {
    assertEquals(
        "no-key",
        assertThrows(BadRecordException.class, () -> KeyPartition.require(null, 0, 6)).reason());
  }
}
