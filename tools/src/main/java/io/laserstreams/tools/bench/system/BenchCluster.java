package io.laserstreams.tools.bench.system;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** The embedded cluster, in this process, with topics for each system under test. */
public final class BenchCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EmbeddedCluster cluster;
  private final Schemas schemas;

  private BenchCluster(EmbeddedCluster cluster) {
    this.cluster = cluster;
    this.schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), PATIENCE);
  }

  /**
   * @param folder for its data; null for a temporary one
   */
  public static BenchCluster start(@Nullable Path folder, Consumer<String> progress) {
    progress.accept("Starting a broker and a schema registry ...");
    return new BenchCluster(
        EmbeddedCluster.start(
            EmbeddedCluster.Settings.temporary().withDirectory(folder), progress));
  }

  /** Creates the topics of one system. */
  void provision(String prefix, int partitions) {
    TopicProvisioner.provision(
        cluster.bootstrapServers(),
        cluster.registryUrl(),
        Layout.standard().withPrefix(prefix).withPartitions(partitions));
  }

  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  String registryUrl() {
    return cluster.registryUrl();
  }

  public Schemas schemas() {
    return schemas;
  }

  public Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
  }

  /** For configurations, states and logs of processes. */
  Path folder() {
    return cluster.directory().resolve("bench");
  }

  @Override
  public void close() {
    cluster.close();
  }
}
