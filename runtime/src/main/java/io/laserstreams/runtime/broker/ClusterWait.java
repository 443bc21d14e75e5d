package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UnsupportedBrokerException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at start for brokers that are down and topics that are missing, as long as it takes, and
 * logs what it waits for whenever that changes. Interrupting the thread ends the wait.
 */
public final class ClusterWait {
  private static final Logger log = LoggerFactory.getLogger(ClusterWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final AppConfig config;
  private final Consumer<String> waitingFor;
  private String lastLogged = "";

  /**
   * @param waitingFor receives what is waited for in words, for the app's health
   */
  public ClusterWait(AppConfig config, Consumer<String> waitingFor) {
    this.config = requireNonNull(config, "config is null");
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
  }

  /** As {@link #untilTopicsExist(Set, Set)} without optional topics. */
  public Map<String, Integer> untilTopicsExist(Set<String> required) throws InterruptedException {
    return untilTopicsExist(required, Set.of());
  }

  /**
   * Waits until the topics exist; returns the number of partitions by topic.
   *
   * @param optional topics that may be missing, included if they exist
   * @throws UnsupportedBrokerException if the brokers are too old
   */
  public Map<String, Integer> untilTopicsExist(Set<String> required, Set<String> optional)
      throws InterruptedException {
    Set<String> wanted = new TreeSet<>(required);
    wanted.addAll(optional);
    waitingFor.accept("waiting for the brokers at " + config.bootstrapServers());
    while (true) {
      try (Admin admin = admin()) {
        BrokerFeatures features = BrokerFeatures.describe(admin);
        features.requireSupported();
        while (true) {
          Map<String, Integer> existing = TopicPartitions.of(admin, wanted);
          Set<String> missing = new TreeSet<>(required);
          missing.removeAll(existing.keySet());
          if (missing.isEmpty()) {
            log.info("{}: {}", config.app(), features.describe());
            return existing;
          }
          report(
              "waiting for the missing topics "
                  + missing
                  + "; create them with: laser topics apply");
          Thread.sleep(PAUSE.toMillis());
        }
      } catch (KafkaException e) {
        waitForBrokers(e);
      }
    }
  }

  /** Shapes of the topics that exist. */
  public Map<String, TopicShape> shapes(Set<String> topics) throws InterruptedException {
    while (true) {
      try (Admin admin = admin()) {
        return TopicPartitions.shapes(admin, topics);
      } catch (KafkaException e) {
        waitForBrokers(e);
      }
    }
  }

  /** Ids of the app's topics as last stored, see {@link KnownTopicIds}. */
  public Map<String, Uuid> knownTopicIds() throws InterruptedException {
    while (true) {
      try (Admin admin = admin()) {
        return new KnownTopicIds(config).read(admin);
      } catch (KafkaException e) {
        waitForBrokers(e);
      }
    }
  }

  private void waitForBrokers(KafkaException cause) throws InterruptedException {
    String reason = new BrokerContact(config.clients().admin()).outage(cause);
    report("waiting for the brokers at " + config.bootstrapServers() + " (" + reason + ")");
    Thread.sleep(PAUSE.toMillis());
  }

  private Admin admin() {
    Map<String, Object> properties = config.clients().admin();
    properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    return Admin.create(properties);
  }

  private void report(String waiting) {
    waitingFor.accept(waiting);
    String stem = waiting.replaceAll(" \\(.*", "");
    if (!stem.equals(lastLogged)) {
      lastLogged = stem;
      log.warn("{}: {}", config.app(), waiting);
    }
  }
}
