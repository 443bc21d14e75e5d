package io.laserstreams.systemtests.support;

import io.laserstreams.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** How long a share group keeps what a consumer has taken. */
public final class ShareLock {
  private ShareLock() {}

  public static void set(Duration lock, Cluster cluster, String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, group),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              "share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }
}
