package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.broker.TopicChanges;
import io.laserstreams.runtime.broker.TopicShape;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.deadletter.HandlerContext;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.state.WipedStores;
import io.laserstreams.runtime.streams.store.OpenTransactions;
import io.laserstreams.runtime.streams.store.RocksDbMemory;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: waits in the background for brokers, topics and schemas, starts Kafka Streams
 * with the common error handlers and memory bounds, replaces threads that fail, and reports its
 * health. It stops when a topic's partition count changes or a changelog is deleted. It restarts,
 * with a new Kafka Streams, when a source was deleted and recreated or the files of a store are
 * damaged.
 *
 * <p>Life cycle: {@link #start} once, {@link #close} once. Health is STARTING while it waits for
 * these, restores or misses a topic, READY while it processes, FAILED if the topology does not fit
 * the topics, state cannot be read or threads failed too often, then CLOSED.
 */
public final class StreamsRunner implements AutoCloseable {
  /**
   * How long compacted topics are sure to keep tombstones: half of Kafka's default for
   * delete.retention.ms.
   */
  public static final Duration TOMBSTONES_KEPT = Duration.ofHours(12);

  private static final Logger log = LoggerFactory.getLogger(StreamsRunner.class);

  private final AppConfig config;
  private final Topology topology;
  private final Schemas schemas;
  private final PartitionCounts partitions;
  private final TopicIds ids;
  private final MeterRegistry registry;
  private final OpenTransactions transactions = new OpenTransactions();
  private final KafkaClientSupplier clients;
  private final RocksDbMemory memory;
  private final Restoration restoration;
  private final LostRecords lost;
  private final LocalState state;
  private final DiskSpace disk;
  private final TopicsCheck check;
  private final AppTopics topics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RunnerHealth health;
  private final ThreadFailures failures;
  private final Thread background;
  private volatile @Nullable Running running;

  /** Kafka Streams while it runs, and its metrics. */
  private record Running(KafkaStreams streams, KafkaStreamsMetrics metrics) {}

  /**
   * For an app that follows no table beside the topology, and whose processors do not need the
   * topics' ids.
   */
  public StreamsRunner(
      AppConfig config,
      Topology topology,
      Schemas schemas,
      PartitionCounts partitions,
      MeterRegistry registry) {
    this(
        config,
        topology,
        schemas,
        partitions,
        new TopicIds(),
        Set.of(),
        registry,
        UnaryOperator.identity());
  }

  /**
   * @param config read with a definition that has {@link StreamsKeys}
   * @param schemas those of the topology's serdes; looked up before it starts
   * @param partitions filled before the topology starts
   * @param ids filled before the topology starts, and again when a topic was recreated
   * @param tables topics that the app follows beside the topology, and whose partition count must
   *     not change either
   * @param wrapped what the app adds to the clients of Kafka Streams
   */
  public StreamsRunner(
      AppConfig config,
      Topology topology,
      Schemas schemas,
      PartitionCounts partitions,
      TopicIds ids,
      Set<String> tables,
      MeterRegistry registry,
      UnaryOperator<KafkaClientSupplier> wrapped) {
    this.config = requireNonNull(config, "config is null");
    this.topology = requireNonNull(topology, "topology is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.ids = requireNonNull(ids, "ids is null");
    this.registry = requireNonNull(registry, "registry is null");
    this.memory = new RocksDbMemory(config.getLong(StreamsKeys.ROCKSDB_MEMORY_BYTES));
    this.lost = new LostRecords(config.app(), registry);
    this.clients = wrapped.apply(new ReportingClients(lost, transactions));
    this.state = new LocalState(config.stateDir().resolve(config.applicationId()));
    this.disk = new DiskSpace(config.stateDir());
    this.restoration = new Restoration(registry);
    this.health = new RunnerHealth(config.app(), restoration, disk);
    RestartPolicy restarts =
        new RestartPolicy(
            config.getInt(StreamsKeys.RESTARTS_MAX),
            config.getMillis(StreamsKeys.RESTARTS_WINDOW_MS),
            InstantSource.system());
    this.failures = new ThreadFailures(config.app(), restarts, disk, health, closing, registry);
    this.check =
        new TopicsCheck(
            config.applicationId(), topology.describe(), config.topic(Topic.DEAD_LETTERS));
    this.topics =
        new AppTopics(
            config, check, tables, state, health::starting, registry, InstantSource.system());
    this.background = new Thread(this::runInBackground, "laser-" + config.app() + "-cluster");
    this.background.setDaemon(true);
    memory.bindTo(registry);
    transactions.bindTo(registry);
    disk.bindTo(registry);
  }

  /**
   * The configuration for a {@code TopologyTestDriver}, with the same handlers as in production;
   * at-least-once, because under exactly-once the driver loses what deserialization handlers send.
   */
  public static Properties testProperties(AppConfig config, MeterRegistry registry) {
    Properties properties = new Properties();
    properties.putAll(properties(config, registry));
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    return properties;
  }

  /** Starts and returns; waits for brokers, topics and schemas in the background. */
  public void start() {
    background.start();
  }

  public Health health() {
    return health.now();
  }

  /** The running Kafka Streams, for queries; empty while none runs. */
  public Optional<KafkaStreams> streams() {
    return Optional.ofNullable(running).map(Running::streams);
  }

  @Override
  public void close() {
    closing.countDown();
    background.interrupt();
    join(background);
    synchronized (this) {
      Running last = running;
      if (last != null) {
        Duration timeout = config.getMillis(StreamsKeys.CLOSE_TIMEOUT_MS);
        if (!last.streams().close(timeout)) {
          log.warn("{}: stream threads did not stop within {}", config.app(), timeout);
          health.closed();
          return; // without freeing native memory, which a thread may still use
        }
        last.metrics().close();
      }
    }
    memory.close();
    health.closed();
  }

  private void runInBackground() {
    try {
      boolean again = true;
      while (again && closing.getCount() > 0) {
        again = runWithDiskSpace();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UnfitTopicsException e) {
      health.fail(String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      health.cannotStart(e);
    }
  }

  /** As {@link #runOnce}, but if the disk is too full to start, retries after a pause. */
  private boolean runWithDiskSpace() throws InterruptedException {
    try {
      return runOnce();
    } catch (RuntimeException e) {
      if (StreamFailure.of(e) != StreamFailure.DISK_FULL) {
        throw e;
      }
      disk.reportRanOut();
      log.error("{}: {}", config.app(), disk.trouble().orElseThrow(), e);
      closing.await(ThreadFailures.PAUSE_ON_FULL_DISK.toMillis(), TimeUnit.MILLISECONDS);
      return running == null || stopStreams();
    }
  }

  /** Runs Kafka Streams once; returns whether to run it again. */
  private boolean runOnce() throws InterruptedException {
    Map<String, TopicShape> found = topics.await();
    partitions.set(TopicShape.partitions(found));
    ids.set(TopicShape.ids(found));
    new SchemaWait(config, schemas, health::starting).untilKnown(check.sinks(), check.sources());
    try {
      startStreams();
    } catch (RuntimeException e) {
      // Existing stores are opened before threads run.
      if (StreamFailure.of(e) != StreamFailure.DAMAGED_STORE) {
        throw e;
      }
      failures.reportDamage(e);
    }
    boolean again = watch(found);
    again &= stopStreams();
    health.missing(Set.of());
    if (again) {
      failures.takeDamages().forEach(this::wipe);
    }
    return again;
  }

  /** Returns when Kafka Streams is to stop, and whether it is to restart. */
  private boolean watch(Map<String, TopicShape> found) throws InterruptedException {
    Map<String, TopicShape> known = new TreeMap<>(found);
    try (Admin admin = Admin.create(config.clients().admin())) {
      while (!failures.isDamaged() && health.live()) {
        Thread.sleep(config.getLong(CommonConfig.TOPICS_CHECK_MS));
        state.markFollowing(Instant.now());
        try {
          if (!canContinue(admin, known, topics.describe(admin))) {
            return health.live();
          }
        } catch (RetriableException e) {
          // The stream threads report the outage.
          log.debug("{}: cannot describe the topics", config.app(), e);
        }
      }
    }
    return health.live();
  }

  /** Whether Kafka Streams can continue with the topics as they are now, which become known. */
  private boolean canContinue(
      Admin admin, Map<String, TopicShape> known, Map<String, TopicShape> now)
      throws InterruptedException {
    TopicChanges changes = TopicChanges.between(known, now);
    Set<String> deleted = new TreeSet<>(changes.missing());
    deleted.addAll(changes.recreated());
    if (deleted.stream().anyMatch(check.changelogs()::contains)) {
      deleted.retainAll(check.changelogs());
      health.fail(topics.lostState(deleted), null);
      return false;
    }
    if (deleted.stream().anyMatch(check.sources()::contains)) {
      deleted.retainAll(check.sources());
      health.starting("restarting, as the topics " + deleted + " were deleted");
      deleted.forEach(this::countUnread);
      return false;
    }
    if (!changes.partitions().isEmpty()) {
      health.fail(
          "Changed partition count: "
              + changes.partitions()
              + ". See 'Changed partition count' in docs/operations.md",
          null);
      return false;
    }
    health.missing(changes.missing());
    if (!changes.recreated().isEmpty() || !known.keySet().containsAll(now.keySet())) {
      Map<String, TopicShape> all = new TreeMap<>(known);
      all.putAll(now);
      topics.accept(admin, changes, all);
      ids.set(TopicShape.ids(all));
      known.putAll(now);
    }
    return true;
  }

  /** Counts the records of a deleted topic that the tasks of this instance had not read. */
  private void countUnread(String topic) {
    Running current = requireNonNull(running, "Kafka Streams does not run");
    long unread = 0;
    for (ThreadMetadata thread : current.streams().metadataForLocalThreads()) {
      for (TaskMetadata task : thread.activeTasks()) {
        for (Map.Entry<TopicPartition, Long> end : task.endOffsets().entrySet()) {
          long committed = task.committedOffsets().getOrDefault(end.getKey(), -1L);
          unread +=
              end.getKey().topic().equals(topic) && committed >= 0
                  ? Math.max(0, end.getValue() - committed)
                  : 0;
        }
      }
    }
    if (unread > 0) {
      lost.deletedWithTopic(topic, unread);
    }
  }

  private void wipe(Throwable damage) {
    Optional<TaskId> task = StreamFailure.task(damage);
    String owner = task.map(id -> "task " + id).orElse("all tasks");
    log.warn(
        "{}: files of a state store are damaged; the state of {} is deleted and restored from its"
            + " changelogs: {}",
        config.app(),
        owner,
        StreamFailure.rootOf(damage).getMessage());
    WipedStores.count(registry, owner);
    task.ifPresentOrElse(state::wipe, state::wipe);
  }

  private synchronized void startStreams() {
    if (closing.getCount() == 0) {
      return;
    }
    Map<String, Object> properties = properties(config, registry);
    properties.putIfAbsent(
        StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
        InstanceId.of(config.stateDir().resolve(config.applicationId())));
    memory.install(properties);
    transactions.install(properties);
    health.starting("joining the group " + config.applicationId());
    KafkaStreams created = new KafkaStreams(topology, new StreamsConfig(properties), clients);
    created.setStateListener((now, before) -> changed(created, now));
    created.setGlobalStateRestoreListener(restoration);
    created.setUncaughtExceptionHandler(failures);
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(created);
    metrics.bindTo(registry);
    running = new Running(created, metrics);
    created.start();
  }

  /** Leaves the group as well, so that its offsets can be changed; false if threads do not stop. */
  private synchronized boolean stopStreams() {
    Running last = running;
    if (last == null) {
      return false;
    }
    Duration timeout = config.getMillis(StreamsKeys.CLOSE_TIMEOUT_MS);
    if (!last.streams()
        .close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(timeout))) {
      health.fail("Stream threads did not stop within " + timeout, null);
      return false;
    }
    last.metrics().close();
    running = null;
    restoration.clear();
    return true;
  }

  /** One that was replaced after a damage may report its end late, which says nothing any more. */
  private void changed(KafkaStreams streams, State now) {
    Running current = running;
    if (current == null || current.streams() != streams) {
      return;
    }
    switch (now) {
      case RUNNING -> health.ready();
      case CREATED, REBALANCING -> health.starting("rebalancing or restoring");
      case PENDING_ERROR, ERROR -> {
        if (!failures.isDamaged() && health.live()) {
          health.fail("Kafka Streams stopped with an error", null);
        }
      }
      case PENDING_SHUTDOWN, NOT_RUNNING -> {} // as requested
    }
  }

  private static Map<String, Object> properties(AppConfig config, MeterRegistry registry) {
    Map<String, Object> properties = StreamsProperties.from(config);
    new HandlerContext(config.app(), config.topic(Topic.DEAD_LETTERS), registry)
        .install(properties);
    return properties;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
