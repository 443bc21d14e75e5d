package io.laserstreams.scoring;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.broker.TopicShape;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.order.PendingPrerequisites;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.features.OwnedSumsFollower;
import io.laserstreams.scoring.features.StatisticsFollower;
import io.laserstreams.scoring.items.ItemStore;
import io.laserstreams.scoring.items.ItemTable;
import io.laserstreams.scoring.model.BundleFetcher;
import io.laserstreams.scoring.model.ModelKeeper;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.model.ReleaseFollower;
import io.laserstreams.scoring.stream.ScoringStore;
import io.laserstreams.scoring.stream.ScoringTopology;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * streams-scoring: answers impressions with scores and makes training samples.
 *
 * <p>It starts in this order, in the background: the tables of items and of their statistics are
 * read to their ends, the model is loaded (the pinned bundle, or the newest release), then the
 * streams start. So the first impression already finds all items, and the model where there is one.
 */
public final class ScoringApp implements App {
  private static final Logger log = LoggerFactory.getLogger(ScoringApp.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LOOK_FOR_ROOM = Duration.ofSeconds(5);

  private final ScoringConfig config;
  private final AppMetrics metrics = new AppMetrics(ScoringConfig.APP);
  private final ModelSlot models = new ModelSlot();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Thread starter = new Thread(this::run, "laser-scoring");
  private HttpEndpoint http;
  private volatile Health starting = Health.starting("not started");
  private volatile ReleaseFollower releases;
  private volatile TableReader<SpecificRecord> itemReader;
  private volatile TableReader<ItemStatistics> statisticsReader;
  private volatile TableReader<ModelRelease> releaseReader;
  private volatile StreamsRunner streams;
  private volatile boolean closed;
  private volatile ModelBundle pinned;

  /**
   * @throws org.apache.kafka.common.config.ConfigException where the configuration is wrong
   */
  public ScoringApp(Map<String, ?> properties) {
    this.config = ScoringConfig.of(properties);
    starter.setDaemon(true);
  }

  @Override
  public String name() {
    return ScoringConfig.APP;
  }

  @Override
  public void start() {
    WritableFolder.require(CommonConfig.STATE_DIR, ownFolder());
    pinned =
        config.pinnedBundle().map(file -> usable(file, () -> ModelBundle.read(file))).orElse(null);
    http = HttpEndpoint.open(config.app(), metrics, this::health);
    starter.start();
  }

  @Override
  public Health health() {
    if (closed) {
      return Health.closed();
    }
    StreamsRunner running = streams;
    if (running == null) {
      return starting;
    }
    Health whole =
        Health.ofParts(
            running.health(),
            itemReader.health(),
            statisticsReader.health(),
            releaseReader == null ? running.health() : releaseReader.health());
    return whole.ready() ? Health.ready(describeModel()) : whole;
  }

  /** The meters. */
  public MeterRegistry meters() {
    return metrics.registry();
  }

  /** The port of metrics and health; empty where there is none. */
  public OptionalInt httpPort() {
    return http == null ? OptionalInt.empty() : http.port();
  }

  @Override
  public void close() {
    starter.interrupt();
    join(starter);
    closed = true;
    synchronized (opened) {
      while (!opened.isEmpty()) {
        closeQuietly(opened.pop());
      }
    }
    if (http != null) {
      http.close();
    }
    metrics.close();
  }

  private void run() {
    try {
      ClusterWait cluster =
          new ClusterWait(config.app(), waiting -> starting = Health.starting(waiting));
      Map<String, Integer> partitions = cluster.untilTopicsExist(tables());
      DeadLetters deadLetters = open(DeadLetters.open(config.app(), meters()));
      RegistrySchemas schemas = config.app().schemas();
      new SchemaWait(config.app(), schemas, waiting -> starting = Health.starting(waiting))
          .untilKnown(Set.of(), tables());
      ItemStore items = open(openItems());
      Set<String> itemTopics =
          Set.of(config.topic(Topic.ITEMS), config.topic(Topic.KNOWLEDGE_ITEMS));
      if (!items.resumeOrClear(
          TopicShape.ids(cluster.shapes(itemTopics)).toString(), StreamsRunner.TOMBSTONES_KEPT)) {
        log.info("The item table is read from the beginning");
      }
      ModelKeeper keeper =
          open(
              new ModelKeeper(
                  models,
                  items,
                  config.device(),
                  config.longestHistory(),
                  config.streaming(),
                  meters()));
      FeatureEngine features = new FeatureEngine(config.streaming(), items, models, meters());
      itemReader =
          open(
              readItems(
                  schemas, items, keeper, features, deadLetters, new PartitionCounts(partitions)));
      statisticsReader =
          open(
              TableReader.open(
                  "item-statistics",
                  config.app(),
                  Map.of(
                      config.topic(Topic.ITEM_STATISTICS),
                      new AvroDeserializer<>(schemas, ItemStatistics.class)),
                  Map.of(),
                  deadLetters,
                  new StatisticsFollower(features, config.statisticsTimes()),
                  meters()));
      if (!await(itemReader)) {
        return;
      }
      recoverStatistics(cluster, features, deadLetters);
      if (!await(statisticsReader)) {
        return;
      }
      if (config.pinnedBundle().isPresent()) {
        Path file = config.pinnedBundle().get();
        starting = Health.starting("loading the bundle " + file);
        usable(
            file,
            () -> {
              keeper.install(pinned);
              return pinned;
            });
      } else {
        releases =
            new ReleaseFollower(keeper, models, new BundleFetcher(config.fetchTimeout()), meters());
        releaseReader = open(readReleases(schemas, deadLetters));
        if (!await(releaseReader)) {
          return;
        }
        releases.catchUp();
      }
      PartitionCounts sources = new PartitionCounts();
      TopicIds ids = new TopicIds();
      PendingPrerequisites lanes =
          ScoringTopology.prerequisites(config, schemas, InstantSource.system());
      StreamsRunner runner =
          open(
              new StreamsRunner(
                  config.app(),
                  ScoringTopology.build(
                      config, schemas, models, items, features, sources, ids, meters(), lanes),
                  schemas,
                  sources,
                  ids,
                  tables(),
                  meters(),
                  lanes));
      runner.start();
      streams = runner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      starting = AppFailure.health(log, "Cannot start", e);
    }
  }

  private Path ownFolder() {
    return config.app().stateDir().resolve(config.app().applicationId());
  }

  /**
   * What is done with the pinned bundle; what is wrong with the bundle is wrong with the
   * configuration.
   */
  private static <T> T usable(Path bundle, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidBundleException | UncheckedIOException e) {
      throw new ConfigException(
          "Configuration key "
              + ScoringConfig.MODEL_BUNDLE
              + " has the value '"
              + bundle
              + "', which cannot be served: "
              + Causes.of(e));
    }
  }

  /** Waits while the disk is full. */
  private ItemStore openItems() throws InterruptedException {
    Path folder = ownFolder().resolve("items");
    while (true) {
      try {
        return ItemStore.open(folder, InstantSource.system(), meters());
      } catch (RuntimeException e) {
        if (!RocksDbDamage.isDiskFull(e)) {
          throw e;
        }
        String waiting =
            "disk full: " + e.getMessage() + "; make room, and the app goes on by itself";
        starting = Health.starting(waiting);
        log.warn("scoring: {}", waiting);
        Thread.sleep(LOOK_FOR_ROOM.toMillis());
      }
    }
  }

  /**
   * Where the topic of item statistics was made again while nobody looked, its content comes again
   * only once the streams run; until then it is in the changelog of those who own the items, and
   * impressions are scored with it from the first one on.
   */
  private void recoverStatistics(
      ClusterWait cluster, FeatureEngine features, DeadLetters deadLetters)
      throws InterruptedException {
    String topic = config.topic(Topic.ITEM_STATISTICS);
    String sums =
        config.app().applicationId() + "-" + ScoringStore.ITEM_SUMS.storeName() + "-changelog";
    Map<String, TopicShape> found = cluster.shapes(Set.of(topic, sums));
    Uuid remembered = cluster.remembered().get(topic);
    if (remembered == null
        || !found.keySet().containsAll(Set.of(topic, sums))
        || remembered.equals(found.get(topic).id())) {
      return;
    }
    log.warn(
        "{} was deleted and made again: item statistics are taken from {}, and are published again",
        topic,
        sums);
    try (TableReader<byte[]> reader =
        TableReader.open(
            "item-sums",
            config.app(),
            Map.of(sums, new ByteArrayDeserializer()),
            Map.of(),
            deadLetters,
            new OwnedSumsFollower(features, config.statisticsTimes()),
            meters())) {
      await(reader);
    }
  }

  private TableReader<SpecificRecord> readItems(
      RegistrySchemas schemas,
      ItemStore store,
      ModelKeeper keeper,
      FeatureEngine features,
      DeadLetters deadLetters,
      PartitionCounts partitions) {
    String items = config.topic(Topic.ITEMS);
    ItemTable table =
        new ItemTable(
            store,
            items,
            partitions,
            new RecordRules(config.eventTimes()),
            InstantSource.system(),
            () -> models.spec().map(spec -> spec.itemEncoder()).orElse(null),
            itemId -> {
              features.itemChanged(itemId);
              keeper.itemChanged(itemId);
            },
            meters());
    return TableReader.open(
        "items",
        config.app(),
        Map.of(
            items,
            new AvroDeserializer<>(schemas, Item.class),
            config.topic(Topic.KNOWLEDGE_ITEMS),
            new AvroDeserializer<>(schemas, Knowledge.class)),
        store.offsets(),
        deadLetters,
        table,
        meters());
  }

  private TableReader<ModelRelease> readReleases(RegistrySchemas schemas, DeadLetters deadLetters) {
    return TableReader.open(
        "models",
        config.app(),
        Map.of(config.topic(Topic.MODELS), new AvroDeserializer<>(schemas, ModelRelease.class)),
        Map.of(),
        deadLetters,
        releases,
        meters());
  }

  /** False where the reader has failed, which is the app's health then. */
  private boolean await(TableReader<?> reader) throws InterruptedException {
    reader.start();
    while (!reader.awaitReady(LOOK)) {
      starting = reader.health();
      if (!starting.live()) {
        return false;
      }
    }
    return true;
  }

  private Set<String> tables() {
    Set<Topic> topics =
        config.pinnedBundle().isPresent()
            ? Set.of(Topic.ITEMS, Topic.KNOWLEDGE_ITEMS, Topic.ITEM_STATISTICS)
            : Set.of(Topic.ITEMS, Topic.KNOWLEDGE_ITEMS, Topic.ITEM_STATISTICS, Topic.MODELS);
    return topics.stream().map(config::topic).collect(Collectors.toCollection(TreeSet::new));
  }

  private String describeModel() {
    String model =
        models
            .version()
            .map(version -> "model " + version + " serves")
            .orElse("no model yet: scores are the default");
    return releases == null
        ? model
        : releases.lastRefusal().map(refusal -> model + "; " + refusal).orElse(model);
  }

  private <T extends AutoCloseable> T open(T part) {
    synchronized (opened) {
      opened.push(part);
    }
    return part;
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.warn("{} does not close", part.getClass().getSimpleName(), e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
