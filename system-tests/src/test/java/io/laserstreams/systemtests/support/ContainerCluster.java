package io.laserstreams.systemtests.support;

import com.github.dockerjava.api.exception.NotFoundException;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.testsupport.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Broker and registry in containers, from the images of docker-compose.yml or those that {@code
 * KAFKA_IMAGE} and {@code REGISTRY_IMAGE} name. Host ports are chosen before the start, because a
 * broker must know the address that it advertises to clients.
 */
final class ContainerCluster implements Cluster {
  private static final int BROKER_PORT = 9092;
  private static final int REGISTRY_PORT = 8080;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final String BROKER_IMAGE =
      System.getenv().getOrDefault("KAFKA_IMAGE", "apache/kafka:4.3.1");
  private static final String REGISTRY_IMAGE =
      System.getenv().getOrDefault("REGISTRY_IMAGE", "apicurio/apicurio-registry:3.0.9");

  private final int brokerPort = HttpPort.free().number();
  private final int registryPort = HttpPort.free().number();
  private final GenericContainer<?> broker;
  private final GenericContainer<?> registry;

  private ContainerCluster(Map<String, String> brokerConfig) {
    broker =
        container(BROKER_IMAGE, brokerPort, BROKER_PORT)
            .withEnv(
                Map.ofEntries(
                    Map.entry("CLUSTER_ID", "bGFzZXItc3RyZWFtcy0wMQ"),
                    Map.entry("KAFKA_NODE_ID", "1"),
                    Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                    Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:29093"),
                    Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                    Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
                    Map.entry(
                        "KAFKA_LISTENERS",
                        "INTERNAL://:29092,HOST://:" + BROKER_PORT + ",CONTROLLER://:29093"),
                    Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INTERNAL://localhost:29092,HOST://localhost:" + brokerPort),
                    Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "INTERNAL:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                    Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                    Map.entry("KAFKA_DEFAULT_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                    Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
                    Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                    Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m")))
            .withEnv(variables(brokerConfig))
            .waitingFor(Wait.forSuccessfulCommand("true").withStartupTimeout(START_LIMIT));
    registry =
        container(REGISTRY_IMAGE, registryPort, REGISTRY_PORT)
            .withEnv(
                Map.of(
                    "APICURIO_CCOMPAT_USE_CANONICAL_HASH", "true", "JAVA_OPTS_APPEND", "-Xmx256m"))
            .waitingFor(
                Wait.forHttp("/apis/ccompat/v7/subjects")
                    .forPort(REGISTRY_PORT)
                    .withStartupTimeout(START_LIMIT));
  }

  /** Whether a Docker engine answers and has the images. */
  static boolean isAvailable() {
    return DockerClientFactory.instance().isDockerAvailable()
        && hasImage(BROKER_IMAGE)
        && hasImage(REGISTRY_IMAGE);
  }

  private static boolean hasImage(String image) {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /**
   * @param brokerConfig further configuration of the broker
   */
  static ContainerCluster start(Map<String, String> brokerConfig) {
    ContainerCluster cluster = new ContainerCluster(brokerConfig);
    try {
      cluster.broker.start();
      cluster.awaitBroker();
      cluster.registry.start();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void awaitBroker() {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "default.api.timeout.ms",
                2_000,
                "request.timeout.ms",
                1_000))) {
      Await.until(
          "an answer of the broker at " + bootstrapServers() + "; its log: " + broker.getLogs(),
          () -> answers(admin));
    }
  }

  private static boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String bootstrapServers() {
    return "localhost:" + brokerPort;
  }

  @Override
  public String registryUrl() {
    return "http://localhost:" + registryPort + "/apis/ccompat/v7";
  }

  @Override
  public void stopBroker() {
    pause(broker);
  }

  @Override
  public void startBroker() {
    resume(broker);
  }

  @Override
  public void stopRegistry() {
    pause(registry);
  }

  @Override
  public void startRegistry() {
    resume(registry);
  }

  @Override
  public void close() {
    registry.stop();
    broker.stop();
  }

  /** Environment variables as the image reads them: {@code KAFKA_A_B=c} for {@code a.b=c}. */
  private static Map<String, String> variables(Map<String, String> brokerConfig) {
    Map<String, String> variables = new HashMap<>();
    brokerConfig.forEach(
        (key, value) ->
            variables.put("KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    return variables;
  }

  /** A paused container keeps its storage, and its clients get no answer. */
  private static void pause(GenericContainer<?> container) {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  private static void resume(GenericContainer<?> container) {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  private static GenericContainer<?> container(String image, int hostPort, int port) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(port);
    container.setPortBindings(List.of(hostPort + ":" + port));
    return container;
  }
}
