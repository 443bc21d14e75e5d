package io.laserstreams.scoring.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

@Tag("fuzz")
class ItemStoreFuzzTest {
  private static final String TOPICS = "{laser.items=id}";
  private static final Duration KEPT = Duration.ofHours(12);

  @TempDir Path folder;

  @Test
  void shouldReadOrRefuseDescriptions() {
    List<byte[]> honest =
        List.of(
            new ItemDescription(List.of("drama", "war"), Map.of("year", "1999", "a", ""), 5)
                .encode(),
            new ItemDescription(List.of(), Map.of(), 0).encode());
    CodecFuzz.roundTrips(
        honest, UnreadableStateException.class, ItemDescription::decode, ItemDescription::encode);
  }

  @Test
  void shouldReadOrRefuseKnowledge() {
    List<byte[]> honest =
        List.of(
            new ItemKnowledge(5, 7, Map.of("e", new float[] {1, 2, 3})).encode(),
            new ItemKnowledge(0, 0, Map.of()).encode());
    CodecFuzz.roundTrips(
        honest, UnreadableStateException.class, ItemKnowledge::decode, ItemKnowledge::encode);
  }

  /** All content can be read again from Kafka. */
  @ParameterizedTest
  @ValueSource(strings = {"da", "ka", "olaser.items#0"})
  void shouldReportDamageAndEmptyItselfAtTheNextStart(String damaged) throws RocksDBException {
    try (ItemStore store =
        ItemStore.open(folder, InstantSource.system(), new SimpleMeterRegistry())) {
      assertFalse(store.resumeOrClear(TOPICS, KEPT));
      store.putDescription(
          "a",
          new ItemDescription(List.of("drama"), Map.of(), 5),
          new TopicPartition("laser.items", 0),
          10);
    }
    try (RocksDB raw = RocksDB.open(folder.toString())) {
      raw.put(damaged.getBytes(UTF_8), new byte[] {1, -1, -1, -1, -1, 127});
    }
    try (ItemStore store =
        ItemStore.open(folder, InstantSource.system(), new SimpleMeterRegistry())) {
      assertTrue(store.resumeOrClear(TOPICS, KEPT));
      var failure =
          assertThrows(
              IllegalStateException.class,
              () -> {
                store.offsets();
                store.get("a");
              });
      assertTrue(
          failure.getMessage().startsWith("The item store at " + folder + " has the ")
              && failure
                  .getMessage()
                  .endsWith("Start the app again: it empties the store and reads it from Kafka"),
          failure.getMessage());
    }
    try (ItemStore store =
        ItemStore.open(folder, InstantSource.system(), new SimpleMeterRegistry())) {
      assertFalse(store.resumeOrClear(TOPICS, KEPT));
      assertEquals(Map.of(), store.offsets());
      assertNull(store.get("a"));
    }
  }
}
