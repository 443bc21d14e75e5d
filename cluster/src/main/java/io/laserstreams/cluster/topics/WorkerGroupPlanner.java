package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.AdminAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Configures the knowledge workers' share group (KIP-932). The broker's defaults would lose work: a
 * new group starts at the latest record, and reads uncommitted records.
 */
final class WorkerGroupPlanner {
  private static final Map<String, String> WANTED =
      new TreeMap<>(
          Map.of(
              "share.auto.offset.reset", "earliest",
              "share.isolation.level", "read_committed"));

  private final Admin admin;
  private final String group;

  WorkerGroupPlanner(Admin admin, String group) {
    this.admin = requireNonNull(admin, "admin is null");
    this.group = requireNonNull(group, "group is null");
  }

  List<Plan.Step> plan() {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    Config current =
        requireNonNull(
            AdminAnswer.of(
                    admin.describeConfigs(List.of(resource)).all(),
                    "read the configuration of group " + group)
                .get(resource));
    List<AlterConfigOp> changes = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    WANTED.forEach(
        (key, wanted) -> {
          ConfigEntry actual = current.get(key);
          if (actual == null || !wanted.equals(actual.value())) {
            changes.add(new AlterConfigOp(new ConfigEntry(key, wanted), AlterConfigOp.OpType.SET));
            descriptions.add(key + "=" + wanted);
          }
        });
    if (changes.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Plan.Step(
            "configure share group " + group + ": " + String.join(", ", descriptions),
            () ->
                AdminAnswer.of(
                    admin.incrementalAlterConfigs(Map.of(resource, changes)).all(),
                    "configure share group " + group)));
  }
}
