package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.HandlerContext;
import io.laserstreams.runtime.failure.FailedApp;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.runtime.streams.order.Lanes;
import io.laserstreams.runtime.streams.order.OrderedClients;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.Schemas;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: waits in the background for brokers, topics and schemas, starts Kafka Streams with the house's error handlers and
 * memory bounds, replaces threads that fail, stops when a topic gets other partitions, and tells its health.
 *
 * <p>Life cycle: {@link #start} once, {@link #close} once. Health is STARTING while it waits for these or restores, READY
 * while it processes, FAILED where the topology does not fit the topics, state cannot be read or threads failed too often, then CLOSED.
 */
public final class StreamsRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamsRunner.class);

  private static final long ASK_AGAIN_MS = 1_000;

  private final AppConfig config;
  private final Topology topology;
  private final Schemas schemas;
  private final PartitionCounts partitions;
  private final Set<String> tables;
  private final MeterRegistry registry;
  private final Optional<KafkaClientSupplier> clients;
  private final RestartPolicy restarts;
  private final RocksDbMemory memory;
  private final Restoration restoration = new Restoration();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread background;
  private volatile Health health = Health.starting("not started");
  private volatile KafkaStreams streams;
  private KafkaStreamsMetrics streamsMetrics;

  /** For an app that follows no table beside the topology, or none whose partitions matter. */
  public StreamsRunner(AppConfig config, Topology topology, Schemas schemas, PartitionCounts partitions, MeterRegistry registry) {
    this(config, topology, schemas, partitions, Set.of(), registry, Optional.empty());
  }

  /**
   * @param config read with a definition that has {@link StreamsKeys}
   * @param schemas those of the topology's serdes; what it reads and writes is asked for before it starts
   * @param partitions is filled before the topology starts
   * @param tables topics that the app follows beside the topology, and whose number of partitions must not change either
   * @param lanes what keeps the order between the topology's topics
   */
  public StreamsRunner(AppConfig config, Topology topology, Schemas schemas, PartitionCounts partitions, Set<String> tables,
      MeterRegistry registry, Lanes lanes) {
    this(config, topology, schemas, partitions, tables, registry,
        Optional.of(new OrderedClients(lanes, registry, InstantSource.system())));
  }

  private StreamsRunner(AppConfig config, Topology topology, Schemas schemas, PartitionCounts partitions, Set<String> tables,
      MeterRegistry registry, Optional<KafkaClientSupplier> clients) {
    this.config = requireNonNull(config, "config is null");
    this.topology = requireNonNull(topology, "topology is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.tables = Set.copyOf(tables);
    this.registry = requireNonNull(registry, "registry is null");
    this.clients = clients;
    this.restarts = new RestartPolicy(config.getInt(StreamsKeys.RESTARTS_MAX), config.getMillis(StreamsKeys.RESTARTS_WINDOW_MS),
        InstantSource.system());
    this.memory = new RocksDbMemory(config.getLong(StreamsKeys.ROCKSDB_MEMORY_BYTES));
    this.background = new Thread(this::runInBackground, "laser-" + config.app() + "-cluster");
    this.background.setDaemon(true);
    memory.bindTo(registry);
    restoration.bindTo(registry);
  }

  /**
   * The configuration for a {@code TopologyTestDriver}, with the same handlers as in operation; at-least-once, because under
   * exactly-once the driver loses what deserialization handlers send.
   */
  public static Properties testProperties(AppConfig config, MeterRegistry registry) {
    Properties properties = new Properties();
    properties.putAll(properties(config, registry));
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    return properties;
  }

  /** Starts and returns; brokers, topics and schemas are waited for in the background. */
  public void start() {
    background.start();
  }

  public Health health() {
    Health current = health;
    String restoring = restoration.describe();
    return current.state() == Health.State.STARTING && !restoring.isEmpty() ? Health.starting(restoring) : current;
  }

  /** The running Kafka Streams, for queries; empty until it was started. */
  public Optional<KafkaStreams> streams() {
    return Optional.ofNullable(streams);
  }

  @Override
  public void close() {
    closing.countDown();
    background.interrupt();
    join(background);
    synchronized (this) {
      if (streams != null) {
        Duration timeout = config.getMillis(StreamsKeys.CLOSE_TIMEOUT_MS);
        if (!streams.close(timeout)) {
          log.warn("{}: stream threads did not stop within {}", config.app(), timeout);
          health = Health.closed();
          return; // native memory stays: a thread may still use it
        }
        streamsMetrics.close();
      }
    }
    memory.close();
    health = Health.closed();
  }

  private void runInBackground() {
    TopicsCheck check = new TopicsCheck(config.applicationId(), topology.describe(), config.topic(Topic.DEAD_LETTERS));
    Set<String> watched = new TreeSet<>(check.required());
    watched.addAll(tables);
    try {
      Map<String, Integer> found = new ClusterWait(config, detail -> health = Health.starting(detail))
          .untilTopicsExist(watched, check.changelogs());
      Optional<String> contradiction = check.contradiction(found);
      if (contradiction.isEmpty()) {
        contradiction = tooSmall(check);
      }
      if (contradiction.isPresent()) {
        fail(contradiction.get(), null);
        return;
      }
      partitions.set(found);
      new SchemaWait(config, schemas, detail -> health = Health.starting(detail)).untilKnown(check.sinks(), check.sources());
      startStreams();
      String changed = new PartitionWatch(config, watched).awaitChange(found);
      fail("Changed partition count: " + changed + ". See 'Changed partition count' in docs/operations.md", null);
      streams.close(config.getMillis(StreamsKeys.CLOSE_TIMEOUT_MS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      health = FailedApp.health(log, "Cannot start", e);
    }
  }

  private Optional<String> tooSmall(TopicsCheck check) throws InterruptedException {
    try (Admin admin = Admin.create(config.clients().admin())) {
      while (true) {
        try {
          return RecordSizes.contradiction(admin, check.sources(), check.sinks(), check.deadLetters(),
              config.getInt(StreamsKeys.MAX_RECORD_BYTES));
        } catch (RetriableException e) {
          health = Health.starting("waiting for the brokers to tell the topics' limits (" + e.getMessage() + ")");
          closing.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private synchronized void startStreams() {
    if (closing.getCount() == 0) {
      return;
    }
    Map<String, Object> properties = properties(config, registry);
    properties.putIfAbsent(StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
        InstanceId.of(config.stateDir().resolve(config.applicationId())));
    memory.install(properties);
    health = Health.starting("joining the group " + config.applicationId());
    StreamsConfig streamsConfig = new StreamsConfig(properties);
    KafkaStreams created = clients.map(supplier -> new KafkaStreams(topology, streamsConfig, supplier))
        .orElseGet(() -> new KafkaStreams(topology, streamsConfig));
    created.setStateListener((now, before) -> changed(now));
    created.setGlobalStateRestoreListener(restoration);
    created.setUncaughtExceptionHandler(this::replaceOrStop);
    streamsMetrics = new KafkaStreamsMetrics(created);
    streamsMetrics.bindTo(registry);
    streams = created;
    created.start();
  }

  private void changed(State now) {
    switch (now) {
      case RUNNING -> health = Health.ready("processing");
      case CREATED, REBALANCING -> health = Health.starting("rebalancing or restoring");
      case PENDING_ERROR, ERROR -> {
        if (health.state() != Health.State.FAILED) {
          fail("Kafka Streams stopped with an error", null);
        }
      }
      case PENDING_SHUTDOWN, NOT_RUNNING -> {
        if (health.state() != Health.State.FAILED) {
          health = Health.closed();
        }
      }
    }
  }

  /** Runs on the failed thread; the pause keeps a failure that repeats from spinning. */
  private StreamThreadExceptionResponse replaceOrStop(Throwable failure) {
    Optional<Throwable> unreadable =
        causes(failure).filter(UnreadableStateException.class::isInstance).findFirst();
    if (unreadable.isPresent()) {
      fail(unreadable.get().getMessage(), failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Throwable cause = rootOf(failure);
    boolean outage = cause instanceof RetriableException;
    Counter.builder("laser.thread.restarts").description("Stream threads that failed and were replaced")
        .tag("cause", cause.getClass().getSimpleName()).register(registry).increment();
    Optional<Duration> pause = outage ? Optional.of(restarts.afterOutage()) : restarts.afterFailure();
    if (pause.isEmpty()) {
      fail("Stream threads failed too often, last with " + cause, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error("{}: a stream thread failed and is replaced in {}; no record is skipped", config.app(), pause.get(), failure);
    try {
      closing.await(pause.get().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private void fail(String detail, Throwable cause) {
    log.error("{}: {}", config.app(), detail, cause);
    health = Health.failed(detail);
  }

  private static Map<String, Object> properties(AppConfig config, MeterRegistry registry) {
    Map<String, Object> properties = StreamsProperties.from(config);
    new HandlerContext(config.app(), config.topic(Topic.DEAD_LETTERS), registry).install(properties);
    return properties;
  }

  /** The innermost cause, or the first that says that someone else does not answer. */
  private static Throwable rootOf(Throwable failure) {
    return causes(failure).filter(cause -> cause instanceof RetriableException || cause.getCause() == null).findFirst().orElseThrow();
  }

  /** The failure, its cause, and so on. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
