package io.laserstreams.cli.options;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.config.AppConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster to provision, and how to lay the catalogue of topics out there. */
public final class LayoutMixin {
  @Mixin private ClusterMixin cluster;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of every topic that is not on a single one (default: ${DEFAULT-VALUE}).")
  private int partitions = Layout.DEFAULT_PARTITIONS;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "Copies of every partition (default: the broker's default).")
  private short replication = Layout.BROKER_DEFAULT;

  public TopicProvisioner connect() {
    AppConfig config = cluster.settings().read();
    Layout layout = new Layout(config.topicPrefix(), partitions, replication);
    return TopicProvisioner.connect(config.clients().admin(), config.schemaRegistryUrl(), layout);
  }
}
