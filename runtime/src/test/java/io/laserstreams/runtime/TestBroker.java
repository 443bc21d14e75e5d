package io.laserstreams.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka node in this JVM that can be stopped and started again on the same port and data.
 */
public final class TestBroker implements AutoCloseable {
  private final KafkaConfig config;
  private final String address;
  private KafkaRaftServer server;

  public TestBroker(Path directory) {
    int[] ports = freePorts();
    int port = ports[0];
    int controller = ports[1];
    this.address = "127.0.0.1:" + port;
    this.config = KafkaConfig.fromProps(properties(directory, port, controller), false);
    format(directory);
  }

  public String address() {
    return address;
  }

  public void start() {
    server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
  }

  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  public void create(int partitions, String... topics) throws Exception {
    create(partitions, Map.of(), topics);
  }

  public void create(int partitions, Map<String, String> config, String... topics)
      throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              Stream.of(topics)
                  .map(topic -> new NewTopic(topic, partitions, (short) 1).configs(config))
                  .toList())
          .all()
          .get();
    }
  }

  public void increasePartitions(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address));
  }

  @Override
  public void close() {
    stop();
  }

  private static void format(Path directory) {
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(1)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Properties properties(Path directory, int port, int controller) {
    Properties p = new Properties();
    p.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            "1",
            "controller.quorum.voters",
            "1@127.0.0.1:" + controller,
            "listeners",
            "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
            "controller.listener.names",
            "CONTROLLER",
            "inter.broker.listener.name",
            "PLAINTEXT",
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            directory.toString()));
    p.putAll(
        Map.of(
            "auto.create.topics.enable",
            "false",
            "offsets.topic.replication.factor",
            "1",
            "offsets.topic.num.partitions",
            "1",
            "transaction.state.log.replication.factor",
            "1",
            "transaction.state.log.num.partitions",
            "1",
            "transaction.state.log.min.isr",
            "1",
            "group.initial.rebalance.delay.ms",
            "0",
            "log.cleaner.dedupe.buffer.size",
            "2097152",
            "log.cleaner.threads",
            "1"));
    return p;
  }

  /** Two, held at the same time so that they differ. */
  private static int[] freePorts() {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
