package io.laserstreams.scoring;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.app.AppComponents;
import io.laserstreams.runtime.app.AppStart;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.broker.TopicShape;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.CommittingClients;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.runtime.streams.order.OrderedClients;
import io.laserstreams.runtime.streams.order.PendingPrerequisites;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.features.ItemStatisticsRebuilder;
import io.laserstreams.scoring.features.StatisticsFollower;
import io.laserstreams.scoring.items.ItemStore;
import io.laserstreams.scoring.items.ItemTable;
import io.laserstreams.scoring.model.BundleFetcher;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.model.ModelSwapper;
import io.laserstreams.scoring.model.ReleaseFollower;
import io.laserstreams.scoring.stream.ScoringStore;
import io.laserstreams.scoring.stream.ScoringTopology;
import io.laserstreams.scoring.stream.TopologyWarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts in this order: reads the tables of items and of their statistics to their ends, loads the
 * model (the pinned bundle, or the newest release), warms up, then starts the streams. So the first
 * impression already finds all items, the model if there is one, and code that is compiled.
 */
final class ScoringComponents implements AppComponents {
  private static final Logger log = LoggerFactory.getLogger(ScoringComponents.class);
  private static final Duration DISK_CHECK_INTERVAL = Duration.ofSeconds(5);

  private final ScoringSettings settings;
  private final AppConfig config;
  private final MeterRegistry meters;
  private final ModelSlot models = new ModelSlot();
  private Optional<PinnedBundle> pinned = Optional.empty();

  ScoringComponents(ScoringSettings settings, MeterRegistry meters) {
    this.settings = requireNonNull(settings, "settings is null");
    this.config = settings.app();
    this.meters = requireNonNull(meters, "meters is null");
  }

  @Override
  public void check() {
    WritableFolder.require(CommonConfig.STATE_DIR, config.ownStateDir());
    pinned = settings.model().pinnedBundle().map(PinnedBundle::read);
  }

  @Override
  public Supplier<Health> start(AppStart start) throws InterruptedException {
    Map<String, Integer> partitions = start.cluster().untilTopicsExist(tables());
    DeadLetters deadLetters = start.open(DeadLetters.open(config, meters));
    Schemas schemas = start.schemas(Set.of(), tables());
    ItemStore items = start.open(openItems(start));
    continueOrEmpty(items, start.cluster());
    ModelSwapper keeper =
        start.open(
            new ModelSwapper(
                models,
                items,
                settings.model().device(),
                settings.model().maxHistory(),
                settings.features().state(),
                meters));
    FeatureEngine features = new FeatureEngine(settings.features().state(), items, models, meters);
    TableReader<SpecificRecord> itemReader =
        start.open(
            readItems(
                schemas, items, keeper, features, deadLetters, new PartitionCounts(partitions)));
    TableReader<ItemStatistics> statisticsReader =
        start.open(readStatistics(schemas, features, deadLetters));
    start.read(itemReader);
    recoverStatistics(start, features, deadLetters);
    start.read(statisticsReader);
    List<TableReader<?>> readers = new ArrayList<>(List.of(itemReader, statisticsReader));
    Optional<ReleaseFollower> releases = Optional.empty();
    if (pinned.isPresent()) {
      start.progress("loading the bundle " + pinned.get().file());
      pinned.get().install(keeper);
    } else {
      BundleFetcher fetcher = new BundleFetcher(settings.model().fetchTimeout());
      ReleaseFollower follower = new ReleaseFollower(keeper, models, fetcher, meters);
      TableReader<ModelRelease> reader = start.open(readReleases(schemas, follower, deadLetters));
      start.read(reader);
      readers.add(reader);
      releases = Optional.of(follower);
    }
    start.progress("warming up");
    new TopologyWarmUp(
            settings, models, items, config.ownStateDir().resolve("warm-up"), System::nanoTime)
        .run();
    StreamsRunner runner = start.open(runner(schemas, items, features));
    runner.start();
    return health(runner, readers, releases);
  }

  private Supplier<Health> health(
      StreamsRunner runner, List<TableReader<?>> readers, Optional<ReleaseFollower> releases) {
    return () -> {
      Health whole =
          Health.ofParts(
              Stream.concat(Stream.of(runner.health()), readers.stream().map(TableReader::health))
                  .toArray(Health[]::new));
      return whole.ready() ? Health.ready(describeModel(releases)) : whole;
    };
  }

  private String describeModel(Optional<ReleaseFollower> releases) {
    String model =
        models
            .version()
            .map(version -> "model " + version + " serves")
            .orElse("no model yet: scores are the default");
    return Stream.of(
            Optional.of(model),
            releases.flatMap(ReleaseFollower::decision),
            releases.flatMap(ReleaseFollower::lastRefusal))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  /** Waits while the disk is full. */
  private ItemStore openItems(AppStart start) throws InterruptedException {
    Path folder = config.ownStateDir().resolve("items");
    while (true) {
      try {
        return ItemStore.open(folder, InstantSource.system(), meters);
      } catch (RuntimeException e) {
        if (!RocksDbDamage.isDiskFull(e)) {
          throw e;
        }
        String waiting =
            "disk full: " + e.getMessage() + "; make room, and the app continues by itself";
        start.progress(waiting);
        log.warn("{}: {}", config.app(), waiting);
        Thread.sleep(DISK_CHECK_INTERVAL.toMillis());
      }
    }
  }

  private void continueOrEmpty(ItemStore items, ClusterWait cluster) throws InterruptedException {
    Set<String> topics = Set.of(config.topic(Topic.ITEMS), config.topic(Topic.KNOWLEDGE_ITEMS));
    String ids = TopicShape.ids(cluster.shapes(topics)).toString();
    if (!items.resumeOrClear(ids, StreamsRunner.TOMBSTONES_KEPT)) {
      log.info("The item table is read from the beginning");
    }
  }

  /**
   * If the topic of item statistics was created again while no instance ran, its content comes back
   * only once the streams run; until then it is in the changelog of those who own the items, and
   * impressions are scored with it from the first one on.
   */
  private void recoverStatistics(AppStart start, FeatureEngine features, DeadLetters deadLetters)
      throws InterruptedException {
    String topic = config.topic(Topic.ITEM_STATISTICS);
    String sums = config.applicationId() + "-" + ScoringStore.ITEM_SUMS.storeName() + "-changelog";
    Map<String, TopicShape> found = start.cluster().shapes(Set.of(topic, sums));
    Uuid remembered = start.cluster().knownTopicIds().get(topic);
    TopicShape statistics = found.get(topic);
    if (remembered == null
        || statistics == null
        || !found.containsKey(sums)
        || remembered.equals(statistics.id())) {
      return;
    }
    log.warn(
        "{} was deleted and created again: item statistics are taken from {}, and are published"
            + " again",
        topic,
        sums);
    try (TableReader<byte[]> reader =
        TableReader.open(
            "item-sums",
            config,
            Map.of(sums, new ByteArrayDeserializer()),
            Map.of(),
            deadLetters,
            new ItemStatisticsRebuilder(features, settings.statisticsTimes()),
            meters)) {
      start.read(reader);
    }
  }

  private TableReader<SpecificRecord> readItems(
      Schemas schemas,
      ItemStore store,
      ModelSwapper keeper,
      FeatureEngine features,
      DeadLetters deadLetters,
      PartitionCounts partitions) {
    String items = config.topic(Topic.ITEMS);
    ItemTable table =
        new ItemTable(
            store,
            items,
            partitions,
            new RecordRules(settings.eventTimes()),
            InstantSource.system(),
            () -> models.spec().map(spec -> spec.itemEncoder()).orElse(null),
            itemId -> {
              features.itemChanged(itemId);
              keeper.itemChanged(itemId);
            },
            meters);
    return TableReader.open(
        "items",
        config,
        Map.of(
            items,
            new AvroDeserializer<>(schemas, Item.class),
            config.topic(Topic.KNOWLEDGE_ITEMS),
            new AvroDeserializer<>(schemas, Knowledge.class)),
        store.offsets(),
        deadLetters,
        table,
        meters);
  }

  private TableReader<ItemStatistics> readStatistics(
      Schemas schemas, FeatureEngine features, DeadLetters deadLetters) {
    return TableReader.open(
        "item-statistics",
        config,
        Map.of(
            config.topic(Topic.ITEM_STATISTICS),
            new AvroDeserializer<>(schemas, ItemStatistics.class)),
        Map.of(),
        deadLetters,
        new StatisticsFollower(features, settings.statisticsTimes()),
        meters);
  }

  private TableReader<ModelRelease> readReleases(
      Schemas schemas, ReleaseFollower follower, DeadLetters deadLetters) {
    return TableReader.open(
        "models",
        config,
        Map.of(config.topic(Topic.MODELS), new AvroDeserializer<>(schemas, ModelRelease.class)),
        Map.of(),
        deadLetters,
        follower,
        meters);
  }

  private StreamsRunner runner(Schemas schemas, ItemStore items, FeatureEngine features) {
    PartitionCounts sources = new PartitionCounts();
    TopicIds ids = new TopicIds();
    PendingPrerequisites prerequisites =
        ScoringTopology.prerequisites(settings, schemas, InstantSource.system());
    IdleCommits commits = new IdleCommits(settings.latency().minCommitInterval(), System::nanoTime);
    return new StreamsRunner(
        config,
        ScoringTopology.build(
            settings,
            schemas,
            models,
            items,
            features,
            sources,
            ids,
            meters,
            prerequisites,
            commits),
        schemas,
        sources,
        ids,
        tables(),
        meters,
        clients -> {
          KafkaClientSupplier ordered =
              new OrderedClients(clients, prerequisites, meters, InstantSource.system());
          return settings.latency().commitsEarly()
              ? new CommittingClients(ordered, commits)
              : ordered;
        });
  }

  private Set<String> tables() {
    Stream<Topic> always = Stream.of(Topic.ITEMS, Topic.KNOWLEDGE_ITEMS, Topic.ITEM_STATISTICS);
    Stream<Topic> releases = pinned.isPresent() ? Stream.empty() : Stream.of(Topic.MODELS);
    return Stream.concat(always, releases)
        .map(config::topic)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
