package io.laserstreams.tools.bench.system;

import io.laserstreams.runtime.failure.UserException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;

/** The size of an app's changelogs. */
public final class Changelogs {
  private Changelogs() {}

  /** Bytes on the brokers' disks, over all replicas. */
  public static long bytes(BenchCluster cluster, SystemUnderTest system) {
    try (Admin admin = cluster.admin()) {
      Map<Integer, Map<String, LogDirDescription>> brokers =
          admin
              .describeLogDirs(
                  admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList())
              .allDescriptions()
              .get();
      return brokers.values().stream()
          .flatMap(folders -> folders.values().stream())
          .flatMap(folder -> folder.replicaInfos().entrySet().stream())
          .filter(
              replica ->
                  replica.getKey().topic().startsWith(system.applicationId() + "-")
                      && replica.getKey().topic().endsWith("-changelog"))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    } catch (ExecutionException e) {
      throw new UserException("The broker does not tell the size of changelogs: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking for the size of changelogs", e);
    }
  }
}
