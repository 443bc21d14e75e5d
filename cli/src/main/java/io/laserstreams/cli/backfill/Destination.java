package io.laserstreams.cli.backfill;

import static io.laserstreams.cli.cluster.Answers.await;

import io.laserstreams.cli.UserException;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics that a backfill reads, writes and waits on. */
final class Destination {
  private static final int ANSWER_TIMEOUT_MS = 20_000;

  private Destination() {}

  /**
   * Sees that they are there, before anything is read or written.
   *
   * @throws UserException where no broker answers or a topic is missing
   */
  static void require(AppConfig config, String prefix, List<Topic> topics) {
    Map<String, Object> properties = config.clients().admin();
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    properties.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    Set<String> missing = topics.stream().map(topic -> topic.on(prefix)).collect(Collectors.toCollection(TreeSet::new));
    try (Admin admin = Admin.create(properties)) {
      missing.removeAll(await(admin.listTopics().names(), "list topics"));
    }
    if (!missing.isEmpty()) {
      throw new UserException("These topics are missing on " + config.bootstrapServers() + ": " + missing
          + ". Create them with: laser topics apply, or name another prefix");
    }
  }
}
