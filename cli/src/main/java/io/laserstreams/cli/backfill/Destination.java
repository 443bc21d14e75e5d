package io.laserstreams.cli.backfill;

import static io.laserstreams.cli.cluster.Answers.await;

import io.laserstreams.cli.UserException;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics that a backfill writes to and waits on. */
final class Destination {
  private static final int ANSWER_TIMEOUT_MS = 20_000;

  private Destination() {}

  /**
   * Sees that they are there, before anything is written.
   *
   * @throws UserException where no broker answers or a topic is missing
   */
  static void require(AppConfig config, boolean writtenOnly) {
    Map<String, Object> properties = config.clients().admin();
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    properties.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    Stream<Topic> needed = writtenOnly ? Stream.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS)
        : Stream.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS, Topic.ITEM_CONTRIBUTIONS, Topic.ITEM_STATISTICS);
    Set<String> missing = needed.map(config::topic).collect(Collectors.toCollection(TreeSet::new));
    try (Admin admin = Admin.create(properties)) {
      missing.removeAll(await(admin.listTopics().names(), "list topics"));
    }
    if (!missing.isEmpty()) {
      throw new UserException("These topics are missing on " + config.bootstrapServers() + ": " + missing
          + ". Create them with: laser topics apply, or name another --prefix");
    }
  }
}
