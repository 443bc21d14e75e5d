package io.laserstreams.cluster;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and KRaft controller, inside this JVM. Not thread-safe: one owner starts
 * and stops it.
 */
final class EmbeddedBroker {
  private static final int NODE_ID = 1;

  private final KafkaConfig config;
  private final String address;
  private @Nullable KafkaRaftServer server;

  private EmbeddedBroker(KafkaConfig config, String address) {
    this.config = requireNonNull(config, "config is null");
    this.address = address;
  }

  /** Prepares a node in a directory, which is formatted if new. */
  static EmbeddedBroker in(
      Path directory, int port, int controllerPort, Map<String, String> overrides) {
    Properties properties = properties(directory, port, controllerPort);
    properties.putAll(overrides);
    if (!Files.exists(directory.resolve("meta.properties"))) {
      format(directory);
    }
    return new EmbeddedBroker(KafkaConfig.fromProps(properties, false), Ports.HOST + ":" + port);
  }

  String address() {
    return address;
  }

  void start() {
    if (server != null) {
      throw new IllegalStateException("The broker on " + address + " is already running");
    }
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    starting.startup();
    server = starting;
  }

  void stop() {
    if (server == null) {
      return;
    }
    server.shutdown();
    server.awaitShutdown();
    server = null;
  }

  private static void format(Path directory) {
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
            .setClusterId(Uuid.randomUuid().toString())
            .setNodeId(NODE_ID)
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(directory.toString())
            .addDirectory(directory.toString())
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setSupportedFeatures(Feature.PRODUCTION_FEATURES);
    try {
      formatter.run();
    } catch (Exception e) {
      throw new UserException(
          "Cannot format the broker's directory " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Properties properties(Path directory, int port, int controllerPort) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    p.put("controller.quorum.voters", NODE_ID + "@" + Ports.HOST + ":" + controllerPort);
    p.put(
        "listeners",
        "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(Ports.HOST, port, controllerPort));
    p.put("controller.listener.names", "CONTROLLER");
    p.put("inter.broker.listener.name", "PLAINTEXT");
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("log.dirs", directory.toString());
    p.put("auto.create.topics.enable", "false");
    for (String internal :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      p.put(internal + ".replication.factor", "1");
      p.put(internal + ".num.partitions", "5");
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("default.replication.factor", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    // Modest use of memory, threads and disk.
    p.put("log.segment.bytes", Integer.toString(64 << 20));
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    p.put("log.cleaner.threads", "1");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    // After a kill the node is not registered before its old session has ended, which takes nine
    // seconds by default.
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "1000");
    p.put("controller.quorum.election.timeout.ms", "500");
    p.put("controller.quorum.fetch.timeout.ms", "1000");
    return p;
  }
}
