package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at start for brokers that are down and topics that are missing, as long as it takes; says what it waits for each time that
 * changes. Interrupting the thread ends the wait.
 */
public final class ClusterWait {
  private static final Logger log = LoggerFactory.getLogger(ClusterWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final AppConfig config;
  private final Consumer<String> waitingFor;
  private String said = "";

  /** @param waitingFor is told in words what is waited for, for the app's health */
  public ClusterWait(AppConfig config, Consumer<String> waitingFor) {
    this.config = requireNonNull(config, "config is null");
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
  }

  /** Waits until the topics exist; returns the number of partitions by name of every topic that may be seen. */
  public Map<String, Integer> untilTopicsExist(Set<String> topics) throws InterruptedException {
    return until(existing -> topics.stream().filter(topic -> !existing.containsKey(topic))
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new)));
  }

  /**
   * Waits until nothing is missing; returns the number of partitions by name of every topic that may be seen.
   *
   * @param missing tells the missing topics, given the number of partitions by name
   * @throws UnsupportedBrokerException where the brokers are too old
   */
  public Map<String, Integer> until(Function<Map<String, Integer>, Set<String>> missing) throws InterruptedException {
    say("waiting for the brokers at " + config.bootstrapServers());
    while (true) {
      try (Admin admin = admin()) {
        BrokerFeatures features = BrokerFeatures.describe(admin);
        features.requireSupported();
        while (true) {
          Map<String, Integer> existing = partitions(admin);
          Set<String> absent = missing.apply(existing);
          if (absent.isEmpty()) {
            log.info("{}: {}", config.app(), features.describe());
            return existing;
          }
          say("waiting for the missing topics " + absent + "; create them with: laser topics apply");
          Thread.sleep(PAUSE.toMillis());
        }
      } catch (RetriableException e) {
        say("waiting for the brokers at " + config.bootstrapServers() + " (" + e.getMessage() + ")");
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private Admin admin() {
    Map<String, Object> properties = config.clients().admin();
    properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
    return Admin.create(properties);
  }

  private static Map<String, Integer> partitions(Admin admin) throws InterruptedException {
    try {
      Map<String, Integer> counts = new TreeMap<>();
      for (TopicDescription topic : admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values()) {
        counts.put(topic.name(), topic.partitions().size());
      }
      return counts;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
  }

  private void say(String waiting) {
    waitingFor.accept(waiting);
    String stem = waiting.replaceAll(" \\(.*", "");
    if (!stem.equals(said)) {
      said = stem;
      log.warn("{}: {}", config.app(), waiting);
    }
  }
}
