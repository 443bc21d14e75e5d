package io.laserstreams.tools.client;

import io.laserstreams.runtime.broker.AdminAnswer;
import io.laserstreams.runtime.broker.BrokerContact;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Checks that a cluster answers before a command works on it: consumers and producers retry for a
 * minute and then say little.
 */
public final class Brokers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private Brokers() {}

  /** {@link #await} with a patience that suits somebody at a terminal. */
  public static void require(AppConfig config) {
    await(config, Deadline.in(PATIENCE));
  }

  /**
   * Waits until a broker answers.
   *
   * @throws UserException if none does in time, saying why
   * @throws KafkaException if no client can be created, or the brokers reject the credentials
   */
  public static void await(AppConfig config, Deadline deadline) {
    while (true) {
      try {
        answer(config.clients().admin(), deadline);
        return;
      } catch (KafkaException e) {
        String reason = new BrokerContact(config.clients().admin()).outage(e);
        if (deadline.isOver()) {
          throw new UserException(
              "No broker answers at "
                  + config.bootstrapServers()
                  + " within "
                  + deadline.patience().toSeconds()
                  + " s ("
                  + reason
                  + ")",
              e);
        }
      }
      deadline.pause();
    }
  }

  private static void answer(Map<String, Object> properties, Deadline deadline) {
    int left = deadline.leftMillis();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(ANSWER_TIMEOUT_MS, left));
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, left);
    Admin admin = Admin.create(properties);
    try {
      AdminAnswer.of(admin.describeCluster().clusterId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking the brokers", e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }
}
