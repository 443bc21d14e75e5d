package io.laserstreams.benchmarks.live;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A cluster and streams-scoring, each in a process of its own that can be killed and restarted. */
final class LiveSystem implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int ITEMS = 1_000;

  /** Property with the folder of the registry's server; {@code benchmarks/run} sets it. */
  private static final String REGISTRY_HOME = "laser.registry.home";

  private final Path folder = Files.createTempDirectory("laser-live-");
  private final List<Integer> ports = freePorts();
  private final String brokers = "127.0.0.1:" + ports.get(0);
  private final String registry = "http://127.0.0.1:" + ports.get(1) + "/apis/ccompat/v7";
  private final Path configuration;
  private final Schemas schemas;
  private final RecordPublisher publisher;
  private Process cluster;
  private Process scoring;

  /**
   * Starts both.
   *
   * @param more further configuration of scoring
   */
  LiveSystem(Map<String, String> more) throws IOException, InterruptedException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bootstrap.servers=" + brokers,
                "schema.registry.url=" + registry,
                "topic.prefix=" + LiveCluster.PREFIX,
                "state.dir=" + folder.resolve("state"),
                "http.port=-1"));
    more.forEach((key, value) -> lines.add(key + "=" + value));
    configuration = Files.write(folder.resolve("scoring.properties"), lines);
    cluster = newCluster();
    awaitCluster();
    schemas = RegistrySchemas.lookingUp(registry, Duration.ofMinutes(1));
    publisher = new RecordPublisher(brokers, schemas, LiveCluster.PREFIX);
    scoring = newScoring();
  }

  void startCluster() throws IOException {
    cluster = newCluster();
  }

  private Process newCluster() throws IOException {
    return start(
        "cluster",
        LiveCluster.class.getName(),
        folder.resolve("cluster").toString(),
        ports.get(0).toString(),
        ports.get(1).toString());
  }

  /** Waits until broker and registry are ready. */
  void awaitCluster() throws IOException, InterruptedException {
    while (!Files.readAllLines(log("cluster")).contains(LiveCluster.UP)) {
      if (!cluster.isAlive()) {
        throw new IllegalStateException("the cluster ended: " + Files.readString(log("cluster")));
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  void startScoring() throws IOException {
    scoring = newScoring();
  }

  private Process newScoring() throws IOException {
    return start("scoring", ScoringMain.class.getName(), "--config", configuration.toString());
  }

  /**
   * @throws IllegalStateException if scoring has ended
   */
  void requireScoring() {
    if (!scoring.isAlive()) {
      throw new IllegalStateException("scoring ended, see " + log("scoring"));
    }
  }

  /** As {@code kill -9} does. */
  void killScoring() throws InterruptedException {
    scoring.destroyForcibly().waitFor();
  }

  /** As {@code kill -9} does; the registry as well. */
  void killCluster() throws IOException, InterruptedException {
    cluster.descendants().forEach(ProcessHandle::destroyForcibly);
    cluster.destroyForcibly().waitFor();
    Files.delete(log("cluster"));
  }

  RecordReader scores() {
    return new RecordReader(brokers, schemas, LiveCluster.PREFIX, Set.of(Topic.SCORES));
  }

  void rate(String id, String user, int item, long eventTime) {
    publisher.send(
        Topic.INTERACTIONS,
        user,
        new Interaction(
            id, user, "item-" + item % ITEMS, eventTime, InteractionKind.RATING, null, null, 4f));
  }

  /** Sends an impression with a slate of twenty. */
  void ask(String id, String user, long eventTime) {
    List<String> candidates = IntStream.range(0, 20).mapToObj(i -> "item-" + i).toList();
    publisher.send(
        Topic.IMPRESSIONS, user, new Impression(id, user, eventTime, candidates, Map.of(), null));
  }

  void flush() {
    publisher.flush();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    publisher.close();
    killScoring();
    killCluster();
  }

  private Process start(String name, String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-D" + REGISTRY_HOME + "=" + System.getProperty(REGISTRY_HOME),
                "-cp",
                System.getProperty("java.class.path")));
    Collections.addAll(all, command);
    Files.writeString(log(name), "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
        .start();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static List<Integer> freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), other.getLocalPort());
    }
  }
}
