package io.laserstreams.tools.client;

import io.laserstreams.runtime.broker.AdminAnswer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** The topics that a command reads, writes and waits for. */
public final class RequiredTopics {
  private RequiredTopics() {}

  /**
   * Checks that they exist, before anything is read or written.
   *
   * @throws UserException if no broker answers or a topic is missing
   */
  public static void require(AppConfig config, String prefix, List<Topic> topics) {
    Brokers.require(config);
    Set<String> missing =
        topics.stream()
            .map(topic -> topic.on(prefix))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Admin admin = Admin.create(config.clients().admin())) {
      missing.removeAll(AdminAnswer.of(admin.listTopics().names(), "list topics"));
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          "These topics are missing on "
              + config.bootstrapServers()
              + ": "
              + missing
              + ". Create them with: laser topics apply, or name another prefix");
    }
  }
}
