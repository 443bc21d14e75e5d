package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** An app that counts the values of each key of {@code interactions} and writes each with its count to {@code scores}. */
final class CountingApp {
  private CountingApp() {}

  static StreamsRunner start(Map<String, Object> properties, String prefix, MeterRegistry registry) {
    AppConfig config = AppConfig.of("scoring", StreamsKeys.define(CommonConfig.definition(0)), properties);
    PartitionCounts partitions = new PartitionCounts();
    StreamsRunnerTest.Registry schemas = new StreamsRunnerTest.Registry();
    schemas.registered.add(prefix + "scores-value");
    Topology topology = new Topology()
        .addSource(AutoOffsetReset.earliest(), "in", new StringDeserializer(), (topic, bytes) -> bytes, prefix + "interactions")
        .addProcessor("count", () -> new StreamsRunnerTest.Count(new Decoding<>(new StringDeserializer(), partitions), value -> value), "in")
        .addStateStore(Stores.keyValueStoreBuilder(TransactionalStores.keyValueStore("counts"), Serdes.String(), Serdes.Integer()),
            "count")
        .addSink("out", prefix + "scores", new StringSerializer(), SizeLimit.on(new StringSerializer(), config), "count");
    StreamsRunner runner = new StreamsRunner(config, topology, schemas, partitions, registry);
    runner.start();
    return runner;
  }
}
