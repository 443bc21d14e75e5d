package io.laserstreams.tools.bench.system;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.laserstreams.schema.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * An app that answers each impression with the impression itself, after it has read and written
 * what its configuration says: with nothing a pass-through, with what scoring writes the least that
 * scoring could cost. It runs as scoring does, with the same clients and stores.
 */
public final class BaselineTopology implements App {
  static final String APP = "bench";
  static final String WRITES = "bench.writes";
  static final String ANSWER = "answer";
  static final String SCORES = "scores-sink";

  private static final String RECEIVE = "receive";

  private final StreamsRunner runner;

  /**
   * @throws org.apache.kafka.common.config.ConfigException if the configuration is wrong
   */
  public BaselineTopology(Map<String, ?> properties) {
    AppConfig config = AppConfig.of(APP, definition(), properties);
    List<Writes> writes = Writes.parse(WRITES, config.getString(WRITES));
    this.runner =
        new StreamsRunner(
            config,
            topology(config.topicPrefix(), writes),
            config.schemas(),
            new PartitionCounts(),
            new SimpleMeterRegistry());
  }

  /** The keys that it understands. */
  static ConfigDef definition() {
    return StreamsKeys.define(CommonConfig.definition(CommonConfig.NO_HTTP))
        .define(
            WRITES,
            ConfigDef.Type.STRING,
            "",
            Importance.HIGH,
            "What to write for each slate, as histories=1.0x4300.");
  }

  /**
   * @param prefix of the topics
   * @param writes for each slate
   */
  static Topology topology(String prefix, List<Writes> writes) {
    Topology topology = new Topology();
    source(topology, Topic.IMPRESSIONS, prefix);
    source(topology, Topic.INTERACTIONS, prefix);
    topology.addProcessor(ANSWER, () -> new AnswerProcessor(writes), Topic.IMPRESSIONS.baseName());
    topology.addProcessor(RECEIVE, DropProcessor::new, Topic.INTERACTIONS.baseName());
    sink(topology, SCORES, Topic.SCORES, prefix);
    for (Writes each : writes) {
      if (each.topic().isPresent()) {
        sink(topology, each.target(), each.topic().get(), prefix);
      } else {
        topology.addStateStore(
            Stores.keyValueStoreBuilder(
                    TransactionalStores.keyValueStore(each.target()),
                    Serdes.Bytes(),
                    Serdes.ByteArray())
                .withLoggingEnabled(Map.of()),
            ANSWER);
      }
    }
    return topology;
  }

  private static void source(Topology topology, Topic topic, String prefix) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        topic.baseName(),
        null,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.on(prefix));
  }

  private static void sink(Topology topology, String name, Topic topic, String prefix) {
    topology.addSink(
        name, topic.on(prefix), new ByteArraySerializer(), new ByteArraySerializer(), ANSWER);
  }

  @Override
  public String name() {
    return APP;
  }

  @Override
  public void start() {
    runner.start();
  }

  @Override
  public Health health() {
    return runner.health();
  }

  @Override
  public void close() {
    runner.close();
  }
}
