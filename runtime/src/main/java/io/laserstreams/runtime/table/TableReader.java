package io.laserstreams.runtime.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows compacted topics with a consumer of its own: every partition, from given offsets or from
 * the beginning, until it is closed. It is ready once it has passed the end offsets that it found
 * at the start.
 *
 * <p>Unlike a GlobalKTable it dead-letters a record that cannot be read, does not delay the start
 * of other work, and waits for missing topics, brokers and registries. It has no group and commits
 * nothing: whoever stores what it read stores the offsets as well. A topic that is deleted and
 * recreated is read again from its beginning, after the listener was notified. A record that stays
 * bad in the topic gets a dead letter from each instance at each reading.
 *
 * <p>Life cycle: {@link #start} once, {@link #close} once. One thread, the reader's, reads, decodes
 * and calls the listener.
 */
public final class TableReader<T> implements AutoCloseable {
  /**
   * Gauge of how far a topic was processed: compared with the topic's end offsets it shows whether
   * all of it has arrived here.
   */
  public static final String POSITION = "laser.table.position";

  private static final Logger log = LoggerFactory.getLogger(TableReader.class);
  private static final String DISK_SPACE = "space on the disk, which is full";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BROKER_ANSWER_TIMEOUT_MS = 10_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CONSUMER_CLOSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Map<String, Deserializer<? extends T>> topics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<AdminClient> admins;
  private final Duration checkInterval;
  private final LostRecords lost;
  private final Map<TopicPartition, Long> startOffsets;
  private final DeadLetters deadLetters;
  private final TableListener<T> listener;
  private final MeterRegistry registry;
  private final Counter records;
  private final Map<String, AtomicLong> positions = new HashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final String brokers;
  private final String registryAddress;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile Health health = Health.starting("not started");
  private String lastLogged = "";
  private boolean taken = true; // The listener learns of the end of empty topics, too.

  /**
   * @param name for the thread, the log and the metrics, for example {@code items}
   * @param topics decoder of the values by full name of the topic
   * @param startOffsets where to start; other partitions are read from their beginning
   */
  public static <T> TableReader<T> open(
      String name,
      AppConfig config,
      Map<String, Deserializer<? extends T>> topics,
      Map<TopicPartition, Long> startOffsets,
      DeadLetters deadLetters,
      TableListener<T> listener,
      MeterRegistry registry) {
    Map<String, Object> properties = config.clients().consumer();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // Lost records are counted first.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_ANSWER_TIMEOUT_MS);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-table-" + name);
    Map<String, Object> admin = config.clients().admin();
    admin.putIfAbsent(
        AdminClientConfig.CLIENT_ID_CONFIG, config.applicationId() + "-table-" + name + "-admin");
    admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_ANSWER_TIMEOUT_MS);
    admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_ANSWER_TIMEOUT_MS);
    return new TableReader<>(
        name,
        config,
        topics,
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        () -> AdminClient.create(admin),
        startOffsets,
        deadLetters,
        listener,
        registry);
  }

  private TableReader(
      String name,
      AppConfig config,
      Map<String, Deserializer<? extends T>> topics,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<AdminClient> admins,
      Map<TopicPartition, Long> startOffsets,
      DeadLetters deadLetters,
      TableListener<T> listener,
      MeterRegistry registry) {
    this.name = requireNonNull(name, "name is null");
    this.brokers = config.bootstrapServers();
    this.registryAddress = config.schemaRegistryAddress();
    this.checkInterval = config.getMillis(CommonConfig.TOPICS_CHECK_MS);
    this.lost = new LostRecords(config.app(), registry);
    this.topics = Map.copyOf(topics);
    this.consumers = requireNonNull(consumers, "consumers is null");
    this.admins = requireNonNull(admins, "admins is null");
    this.startOffsets = Map.copyOf(startOffsets);
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.registry = requireNonNull(registry, "registry is null");
    this.records =
        Counter.builder("laser.table.records")
            .description("Records that a table reader has read")
            .tag("table", name)
            .register(registry);
    for (String topic : this.topics.keySet()) {
      AtomicLong position = new AtomicLong();
      positions.put(topic, position);
      Gauge.builder(POSITION, position, AtomicLong::doubleValue)
          .description("Sum of the offsets up to which a table reader has processed a topic")
          .tag("table", name)
          .tag("topic", topic)
          .register(registry);
    }
    this.thread = new Thread(this::run, "laser-table-" + name);
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether the end offsets found at the start have been passed. */
  public boolean isReady() {
    return ready.getCount() == 0;
  }

  /** Waits until ready; false if the timeout expires first or the reader failed. */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline && health.live()) {
      if (ready.await(
          Math.min(POLL.toNanos(), Math.max(0, deadline - System.nanoTime())),
          TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return isReady();
  }

  public Health health() {
    return health;
  }

  /** Ends reading between two records and frees the consumer. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
      if (thread.isAlive()) {
        log.warn("Table {}: does not end within {} and is interrupted", name, CLOSE_PATIENCE);
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    health = Health.closed();
  }

  private void run() {
    try {
      Consumer<byte[], byte[]> opened = consumers.get();
      consumer = opened;
      try (AdminClient admin = admins.get();
          KafkaClientMetrics ofAdmin = new KafkaClientMetrics(admin);
          KafkaClientMetrics ofConsumer = new KafkaClientMetrics(opened)) {
        ofAdmin.bindTo(registry);
        ofConsumer.bindTo(registry);
        follow(
            opened,
            new TableProgress(opened, admin, topics.keySet(), startOffsets, lost, checkInterval));
      } finally {
        opened.close(CloseOptions.timeout(CONSUMER_CLOSE));
      }
    } catch (WakeupException | InterruptException | InterruptedException e) {
      log.debug("Table {}: closing", name);
    } catch (RuntimeException e) {
      health = AppFailure.health(log, "table " + name + " failed", e);
    }
  }

  private void follow(Consumer<byte[], byte[]> opened, TableProgress progress)
      throws InterruptedException {
    health = Health.starting("table " + name + ": contacting the brokers at " + brokers);
    while (closing.getCount() > 0) {
      try {
        step(opened, progress);
      } catch (RetriableException e) {
        waitFor("the brokers at " + brokers, e.getMessage());
      }
    }
  }

  private void step(Consumer<byte[], byte[]> opened, TableProgress progress)
      throws InterruptedException {
    for (String topic : progress.check()) {
      log.warn(
          "Table {}: {} was deleted and recreated; it is read from its beginning", name, topic);
      listener.topicRecreated(topic);
    }
    if (!progress.isFollowing()) {
      waitFor(
          "the missing topics " + progress.missing() + "; create them with: laser topics apply",
          null);
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : poll(opened, progress)) {
      if (closing.getCount() == 0) {
        return;
      }
      process(record);
      taken = true;
    }
    if (taken && (isReady() ? progress.isAtEnd() : progress.hasReadWhatWasThere())) {
      if (!isReady()) {
        health = Health.starting("table " + name + ": read, and being taken into use");
      }
      listener.readToEnd();
      taken = false;
    }
    positions.forEach((topic, position) -> position.set(progress.position(topic)));
    report(progress);
  }

  private ConsumerRecords<byte[], byte[]> poll(
      Consumer<byte[], byte[]> opened, TableProgress progress) {
    try {
      return opened.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      progress.outOfRange(e);
      return ConsumerRecords.empty();
    }
  }

  private void report(TableProgress progress) {
    if (!progress.missing().isEmpty()) {
      String waiting =
          "the missing topics "
              + progress.missing()
              + ", which were deleted; create them with: laser topics apply";
      logOnce(waiting, waiting);
      health = Health.starting("table " + name + ": waiting for " + waiting);
      return;
    }
    lastLogged = "";
    if (!progress.hasReadWhatWasThere()) {
      health = Health.starting("table " + name + ": " + progress.remaining() + " records to read");
      return;
    }
    if (!isReady()) {
      log.info("Table {}: complete after {} records", name, (long) records.count());
      ready.countDown();
    }
    health = Health.ready("table " + name + " is complete");
  }

  private void process(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      if (record.key() == null) {
        throw new BadRecordException("no-key", "A record of the table " + name + " has no key");
      }
      T value = decode(record);
      deliver(
          new TableRecord<>(
              record.topic(),
              record.partition(),
              record.offset(),
              record.timestamp(),
              new String(record.key(), UTF_8),
              value));
    } catch (BadRecordException | UnreadableRecordException e) {
      var unused = deadLetters.send(record, e); // Logs a failure itself.
    }
    records.increment();
  }

  /** Retries while the listener has no space to store the record. */
  private void deliver(TableRecord<T> record) throws InterruptedException {
    while (true) {
      try {
        listener.take(record);
        return;
      } catch (RuntimeException e) {
        if (!RocksDbDamage.isDiskFull(e)) {
          throw e;
        }
        if (closing.getCount() == 0) {
          throw new InterruptedException();
        }
        waitFor(DISK_SPACE, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      }
    }
  }

  /** Retries while the registry does not answer, for which the record is not to blame. */
  private @Nullable T decode(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    while (true) {
      try {
        return record.value() == null
            ? null
            : requireNonNull(topics.get(record.topic()))
                .deserialize(record.topic(), record.value());
      } catch (RegistryUnavailableException e) {
        if (closing.getCount() == 0) {
          throw new InterruptedException();
        }
        waitFor("the schema registry at " + registryAddress, e.answer());
      }
    }
  }

  private void waitFor(String what, @Nullable String reason) throws InterruptedException {
    String waiting = reason == null ? what : what + " (" + reason + ")";
    logOnce(what, waiting);
    if (!isReady() || what.equals(DISK_SPACE)) {
      health = Health.starting("table " + name + ": waiting for " + waiting);
    }
    closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Logs what it waits for when that changes, not at every attempt. */
  private void logOnce(String what, String waiting) {
    if (!what.equals(lastLogged)) {
      lastLogged = what;
      log.warn("Table {}: waiting for {}", name, waiting);
    }
  }
}
