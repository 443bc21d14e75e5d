package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCatalog;
import io.laserstreams.knowledge.request.LenientItems;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.app.AppComponents;
import io.laserstreams.runtime.app.AppStart;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the item catalog to its end, then starts the topology, so that the first requests already
 * name items by their titles.
 */
final class KnowledgeComponents implements AppComponents {
  private final KnowledgeSettings settings;
  private final AppConfig config;
  private final MeterRegistry meters;
  private final KnowledgeMetrics metrics;
  private final ItemCatalog catalog;

  KnowledgeComponents(KnowledgeSettings settings, MeterRegistry meters) {
    this.settings = requireNonNull(settings, "settings is null");
    this.config = settings.app();
    this.meters = requireNonNull(meters, "meters is null");
    this.metrics = new KnowledgeMetrics(meters, InstantSource.system());
    this.catalog =
        new ItemCatalog(
            settings.maxCatalogItems(),
            new RecordRules(settings.eventTimes()),
            InstantSource.system(),
            meters);
  }

  @Override
  public void check() {
    WritableFolder.require(CommonConfig.STATE_DIR, config.ownStateDir());
  }

  @Override
  public Supplier<Health> start(AppStart start) throws InterruptedException {
    Set<String> items = Set.of(config.topic(Topic.ITEMS));
    start.cluster().untilTopicsExist(items);
    Schemas schemas = start.schemas(Set.of(), items);
    DeadLetters deadLetters = start.open(DeadLetters.open(config, meters));
    TableReader<Optional<Item>> catalogReader =
        start.open(
            TableReader.open(
                "item-catalog",
                config,
                Map.of(
                    config.topic(Topic.ITEMS),
                    new LenientItems(new AvroDeserializer<>(schemas, Item.class))),
                Map.of(),
                deadLetters,
                catalog,
                meters));
    start.read(catalogReader);
    PartitionCounts partitions = new PartitionCounts();
    StreamsRunner runner =
        start.open(
            new StreamsRunner(
                config,
                KnowledgeTopology.of(settings, schemas, partitions, catalog, metrics),
                schemas,
                partitions,
                meters));
    runner.start();
    return () -> Health.ofParts(catalogReader.health(), runner.health());
  }
}
