package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.laserstreams.runtime.broker.AdminAnswer;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Creates missing topics and aligns the configuration of existing ones. Never deletes a topic or
 * changes its partition count.
 */
final class TopicPlanner {
  private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Admin admin;
  private final Layout layout;

  TopicPlanner(Admin admin, Layout layout) {
    this.admin = requireNonNull(admin, "admin is null");
    this.layout = requireNonNull(layout, "layout is null");
  }

  List<Plan.Step> plan() {
    Set<String> names = AdminAnswer.of(admin.listTopics().names(), "list topics");
    Map<String, Topic> existing =
        Arrays.stream(Topic.values())
            .filter(topic -> names.contains(topic.on(layout.prefix())))
            .collect(toMap(topic -> topic.on(layout.prefix()), Function.identity()));
    requireSamePartitions(existing);
    Map<ConfigResource, Config> configs =
        AdminAnswer.of(
            admin
                .describeConfigs(existing.keySet().stream().map(TopicPlanner::resource).toList())
                .all(),
            "read topic configurations");
    List<Plan.Step> steps = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = topic.on(layout.prefix());
      Config config = configs.get(resource(name));
      if (config == null) {
        steps.add(create(name, topic));
      } else {
        align(name, topic, config).ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** The controller creates topics; brokers show them a moment later. */
  void awaitVisible() {
    List<String> expected =
        Arrays.stream(Topic.values()).map(topic -> topic.on(layout.prefix())).toList();
    long deadline = System.nanoTime() + VISIBLE_PATIENCE.toNanos();
    while (!AdminAnswer.of(admin.listTopics().names(), "list topics").containsAll(expected)) {
      if (System.nanoTime() > deadline) {
        throw new UserException(
            "The brokers do not show all created topics after "
                + VISIBLE_PATIENCE.toSeconds()
                + " s; see their logs.");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void requireSamePartitions(Map<String, Topic> existing) {
    Map<String, TopicDescription> descriptions =
        AdminAnswer.of(admin.describeTopics(existing.keySet()).allTopicNames(), "describe topics");
    String differing =
        existing.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    difference(entry.getValue(), requireNonNull(descriptions.get(entry.getKey()))))
            .flatMap(Optional::stream)
            .collect(joining(", "));
    if (!differing.isEmpty()) {
      throw new UserException(
          "Partition counts differ: "
              + differing
              + ". Adding partitions would move keys away from their state: either keep the"
              + " existing count with --partitions, or choose a new --prefix, or stop the apps,"
              + " delete the topics and the apps' state, and apply again.");
    }
  }

  private Optional<String> difference(Topic topic, TopicDescription found) {
    int wanted = topic.partitions(layout.partitions());
    int actual = found.partitions().size();
    return wanted == actual
        ? Optional.empty()
        : Optional.of(found.name() + " has " + actual + " instead of " + wanted);
  }

  private Plan.Step create(String name, Topic topic) {
    int partitions = topic.partitions(layout.partitions());
    NewTopic created =
        new NewTopic(
                name,
                Optional.of(partitions),
                layout.replication() == Layout.BROKER_DEFAULT
                    ? Optional.empty()
                    : Optional.of(layout.replication()))
            .configs(topic.config());
    String description =
        "create topic "
            + name
            + " ("
            + partitions
            + (partitions == 1 ? " partition" : " partitions")
            + ", "
            + topic.config().entrySet().stream().map(Object::toString).collect(joining(", "))
            + ")";
    return new Plan.Step(
        description,
        () -> AdminAnswer.of(admin.createTopics(List.of(created)).all(), "create topic " + name));
  }

  private Optional<Plan.Step> align(String name, Topic topic, Config current) {
    List<AlterConfigOp> changes = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    topic
        .config()
        .forEach(
            (key, wanted) -> {
              String actual = current.get(key).value();
              if (!wanted.equals(actual)) {
                changes.add(
                    new AlterConfigOp(new ConfigEntry(key, wanted), AlterConfigOp.OpType.SET));
                descriptions.add(key + " from " + actual + " to " + wanted);
              }
            });
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Plan.Step(
            "configure topic " + name + ": " + String.join(", ", descriptions),
            () ->
                AdminAnswer.of(
                    admin.incrementalAlterConfigs(Map.of(resource(name), changes)).all(),
                    "configure topic " + name)));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
