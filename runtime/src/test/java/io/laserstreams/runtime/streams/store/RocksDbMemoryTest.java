package io.laserstreams.runtime.streams.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbMemoryTest {
  private static final long BOUND = 16 << 20;
  private static final int VALUE_BYTES = 10_000;

  @Test
  void shouldBoundAllStoresTogetherAndOutliveThem(@TempDir Path dir) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (RocksDbMemory memory = new RocksDbMemory(BOUND)) {
      memory.bindTo(registry);
      for (int opening = 0; opening < 2; opening++) {
        try (TopologyTestDriver driver = open(dir, memory, registry)) {
          long max = fill(driver, "one", memory);
          assertTrue(max > 1 << 20, "the store does not use the shared memory: " + max);
          max = Math.max(max, fill(driver, "two", memory));
          assertTrue(max < BOUND * 3 / 2, max + " bytes of " + BOUND + " for stores of 60 MB");
        }
      }
      assertEquals(
          BOUND, registry.get("laser.rocksdb.memory.bytes").tag("kind", "limit").gauge().value());
    }
    assertEquals(0, registry.get("laser.rocksdb.memory.bytes").tag("kind", "used").gauge().value());
  }

  private static long fill(TopologyTestDriver driver, String name, RocksDbMemory memory) {
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
    Random random = new Random(7);
    byte[] value = new byte[VALUE_BYTES];
    long max = 0;
    for (int i = 0; i < 3_000; i++) {
      random.nextBytes(value);
      store.put("k" + random.nextInt(100_000), value);
      store.get("k" + random.nextInt(100_000));
      max = Math.max(max, memory.usedBytes());
    }
    return max;
  }

  private static TopologyTestDriver open(
      Path dir, RocksDbMemory memory, SimpleMeterRegistry registry) {
    AppConfig config =
        AppConfig.of(
            "scoring",
            StreamsKeys.define(CommonConfig.definition(0)),
            Map.of("state.dir", dir.toString()));
    Map<String, Object> properties = new HashMap<>();
    StreamsRunner.testProperties(config, registry)
        .forEach((key, value) -> properties.put((String) key, value));
    memory.install(properties);
    Topology topology = new Topology().addSource("in", "in").addProcessor("p", Nothing::new, "in");
    for (String name : new String[] {"one", "two"}) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
                  TransactionalStores.keyValueStore(name), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled(),
          "p");
    }
    Properties asProperties = new Properties();
    asProperties.putAll(properties);
    return new TopologyTestDriver(topology, asProperties);
  }

  private static final class Nothing extends ContextualProcessor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> record) {}
  }
}
