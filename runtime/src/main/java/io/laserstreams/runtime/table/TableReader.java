package io.laserstreams.runtime.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows compacted topics with a consumer of its own: every partition, from given offsets or from the start, and then for ever. It is
 * ready once it has passed the end offsets that it found when it began.
 *
 * <p>Unlike a GlobalKTable it dead-letters a record that cannot be read, does not hold up the start of other work, and waits for
 * missing topics, brokers and registries. It has no group and commits nothing: who keeps what it read keeps the offsets with it.
 * A record that stays bad in the topic gets a letter from each instance at each reading.
 *
 * <p>Life cycle: {@link #start} once, {@link #close} once. One thread, the reader's, reads, decodes and calls the listener.
 */
public final class TableReader<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TableReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BROKER_ANSWER_TIMEOUT_MS = 10_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String name;
  private final Map<String, Deserializer<? extends T>> topics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Map<TopicPartition, Long> startOffsets;
  private final DeadLetters deadLetters;
  private final TableListener<T> listener;
  private final MeterRegistry registry;
  private final Counter records;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Health health = Health.starting("not started");

  /**
   * @param name for the thread, the log and the metrics, for example {@code items}
   * @param topics decoder of the values by full name of the topic
   * @param startOffsets where to begin; partitions that are not in it are read from their start
   */
  public static <T> TableReader<T> open(String name, AppConfig config, Map<String, Deserializer<? extends T>> topics,
      Map<TopicPartition, Long> startOffsets, DeadLetters deadLetters, TableListener<T> listener, MeterRegistry registry) {
    Map<String, Object> properties = config.clients().consumer();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_ANSWER_TIMEOUT_MS);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-table-" + name);
    return new TableReader<>(name, topics,
        () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()), startOffsets, deadLetters,
        listener, registry);
  }

  TableReader(String name, Map<String, Deserializer<? extends T>> topics, Supplier<Consumer<byte[], byte[]>> consumers,
      Map<TopicPartition, Long> startOffsets, DeadLetters deadLetters, TableListener<T> listener, MeterRegistry registry) {
    this.name = requireNonNull(name, "name is null");
    this.topics = Map.copyOf(topics);
    this.consumers = requireNonNull(consumers, "consumers is null");
    this.startOffsets = Map.copyOf(startOffsets);
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.registry = requireNonNull(registry, "registry is null");
    this.records = Counter.builder("laser.table.records").description("Records that a table reader has read").tag("table", name)
        .register(registry);
    this.thread = new Thread(this::run, "laser-table-" + name);
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether the end offsets found at the beginning have been passed. */
  public boolean isReady() {
    return ready.getCount() == 0;
  }

  /** Waits until ready; false where the time is over first or the reader failed. */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long giveUp = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < giveUp && health.live()) {
      if (ready.await(Math.min(POLL.toNanos(), Math.max(0, giveUp - System.nanoTime())), TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return isReady();
  }

  public Health health() {
    return health;
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
    health = Health.closed();
  }

  private void run() {
    try (Consumer<byte[], byte[]> consumer = consumers.get();
        KafkaClientMetrics clientMetrics = new KafkaClientMetrics(consumer)) {
      clientMetrics.bindTo(registry);
      TableProgress progress = new TableProgress(consumer, topics.keySet(), startOffsets);
      while (closing.getCount() > 0) {
        try {
          round(consumer, progress);
        } catch (RetriableException e) {
          waitFor("the brokers (" + e.getMessage() + ")");
        }
      }
    } catch (WakeupException | InterruptException | InterruptedException e) {
      log.debug("Table {}: interrupted", name);
    } catch (RuntimeException e) {
      log.error("Table {} failed", name, e);
      health = Health.failed("table " + name + " failed: " + e);
    }
  }

  private void round(Consumer<byte[], byte[]> consumer, TableProgress progress) throws InterruptedException {
    if (!progress.assign()) {
      waitFor("the missing topics " + progress.missing() + "; create them with: laser topics apply");
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      take(record);
    }
    if (!isReady()) {
      long left = progress.remaining();
      if (left == 0) {
        log.info("Table {}: complete after {} records", name, (long) records.count());
        ready.countDown();
      } else {
        health = Health.starting("table " + name + ": " + left + " records to read");
      }
    }
    if (isReady()) {
      health = Health.ready("table " + name + " is complete");
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      if (record.key() == null) {
        throw new BadRecordException("no-key", "A record of the table " + name + " has no key");
      }
      T value = decode(record);
      listener.take(new TableRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(),
          new String(record.key(), UTF_8), value));
    } catch (BadRecordException | UnreadableRecordException e) {
      deadLetters.send(record, e);
    }
    records.increment();
  }

  /** Repeats while the registry does not answer: the record is not to blame. */
  private T decode(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    while (true) {
      try {
        return record.value() == null ? null : topics.get(record.topic()).deserialize(record.topic(), record.value());
      } catch (RegistryUnavailableException e) {
        if (closing.getCount() == 0) {
          throw new InterruptedException();
        }
        waitFor("the schema registry (" + e.getMessage() + ")");
      }
    }
  }

  private void waitFor(String what) throws InterruptedException {
    log.warn("Table {}: waiting for {}", name, what);
    if (!isReady()) {
      health = Health.starting("table " + name + ": waiting for " + what);
    }
    closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
