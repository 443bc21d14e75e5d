package io.laserstreams.benchmarks.live;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A broker and a registry in a process of their own, which prints {@link #UP} when both are ready.
 */
public final class LiveCluster {
  static final String UP = "up";
  static final String PREFIX = "live.";
  private static final int PARTITIONS = 4;

  private LiveCluster() {}

  /** Arguments: folder, port of the broker, port of the registry. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedCluster cluster =
        EmbeddedCluster.start(
            EmbeddedCluster.Settings.temporary()
                .withDirectory(Path.of(args[0]))
                .withPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2])));
    TopicProvisioner.provision(
        cluster.bootstrapServers(),
        cluster.registryUrl(),
        Layout.standard().withPrefix(PREFIX).withPartitions(PARTITIONS));
    System.out.println(UP);
    new CountDownLatch(1).await();
  }
}
