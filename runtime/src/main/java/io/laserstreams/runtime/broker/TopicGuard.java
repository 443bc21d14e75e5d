package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the topics of an app without Kafka Streams, in a thread of its own: reports those that
 * were deleted, and notifies the app of those that were recreated. Life cycle: {@link #start} once,
 * {@link #close} once.
 */
public final class TopicGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicGuard.class);

  private final AppConfig config;
  private final Set<String> topics;
  private final Consumer<Set<String>> recreated;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Set<String> missing = Set.of();

  /**
   * @param recreated receives topics that were deleted and recreated, in the guard's thread
   */
  public TopicGuard(AppConfig config, Set<String> topics, Consumer<Set<String>> recreated) {
    this.config = requireNonNull(config, "config is null");
    this.topics = Set.copyOf(topics);
    this.recreated = requireNonNull(recreated, "recreated is null");
    this.thread = new Thread(this::run, "laser-" + config.app() + "-topics");
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** STARTING with the topics that were deleted; empty if none was. */
  public Optional<Health> trouble() {
    Set<String> deleted = missing;
    return deleted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Health.starting(
                "waiting for the missing topics "
                    + deleted
                    + ", which were deleted; create them with: laser topics apply"));
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Map<String, TopicShape> known = new TreeMap<>();
    try (Admin admin = Admin.create(config.clients().admin())) {
      do {
        try {
          check(admin, known);
        } catch (KafkaException e) {
          // Whoever needs the brokers reports the outage.
          log.debug("{}: cannot describe the topics", config.app(), e);
        }
      } while (!closing.await(config.getLong(CommonConfig.TOPICS_CHECK_MS), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(Admin admin, Map<String, TopicShape> known) throws InterruptedException {
    Map<String, TopicShape> now = TopicPartitions.shapes(admin, topics);
    TopicChanges changes = TopicChanges.between(known, now);
    known.putAll(now);
    if (!changes.missing().isEmpty() && !changes.missing().equals(missing)) {
      log.warn(
          "{}: the topics {} were deleted; create them with: laser topics apply",
          config.app(),
          changes.missing());
    }
    missing = changes.missing();
    if (!changes.recreated().isEmpty()) {
      log.warn("{}: the topics {} were deleted and recreated", config.app(), changes.recreated());
      recreated.accept(changes.recreated());
    }
  }
}
