package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCatalog;
import io.laserstreams.knowledge.request.LenientDeserializer;
import io.laserstreams.knowledge.taste.ItemVectorTable;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.app.AppComponents;
import io.laserstreams.runtime.app.AppStart;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the item catalog and, if they are needed, the items' vectors to their ends, then starts the
 * topology, so that the first requests already name items by their titles.
 */
final class KnowledgeComponents implements AppComponents {
  private final KnowledgeSettings settings;
  private final AppConfig config;
  private final MeterRegistry meters;
  private final KnowledgeMetrics metrics;
  private final RecordRules rules;
  private final ItemCatalog catalog;
  private final Optional<ItemVectorTable> vectors;

  KnowledgeComponents(KnowledgeSettings settings, MeterRegistry meters) {
    this.settings = requireNonNull(settings, "settings is null");
    this.config = settings.app();
    this.meters = requireNonNull(meters, "meters is null");
    this.metrics = new KnowledgeMetrics(meters, InstantSource.system());
    this.rules = new RecordRules(settings.eventTimes());
    this.catalog =
        new ItemCatalog(settings.maxCatalogItems(), rules, InstantSource.system(), meters);
    this.vectors =
        settings.readsVectors()
            ? Optional.of(
                new ItemVectorTable(
                    settings.vectors().encoder(),
                    settings.vectors().maxItems(),
                    rules,
                    InstantSource.system(),
                    meters))
            : Optional.empty();
  }

  @Override
  public void check() {
    WritableFolder.require(CommonConfig.STATE_DIR, config.ownStateDir());
  }

  @Override
  public Supplier<Health> start(AppStart start) throws InterruptedException {
    Set<String> tables = tables();
    start.cluster().untilTopicsExist(tables);
    Schemas schemas = start.schemas(Set.of(), tables);
    DeadLetters deadLetters = start.open(DeadLetters.open(config, meters));
    List<TableReader<?>> readers = new ArrayList<>();
    readers.add(
        start.open(reader("item-catalog", Topic.ITEMS, schemas, Item.class, catalog, deadLetters)));
    if (vectors.isPresent()) {
      readers.add(
          start.open(
              reader(
                  "item-vectors",
                  Topic.KNOWLEDGE_ITEMS,
                  schemas,
                  Knowledge.class,
                  vectors.get(),
                  deadLetters)));
    }
    for (TableReader<?> reader : readers) {
      start.read(reader);
    }
    PartitionCounts partitions = new PartitionCounts();
    StreamsRunner runner =
        start.open(
            new StreamsRunner(
                config,
                KnowledgeTopology.of(
                    settings,
                    schemas,
                    partitions,
                    catalog,
                    vectors.<ItemVectors>map(table -> table).orElse(ItemVectors.NONE),
                    metrics),
                schemas,
                partitions,
                meters));
    runner.start();
    return () ->
        Health.ofParts(
            Stream.concat(readers.stream().map(TableReader::health), Stream.of(runner.health()))
                .toArray(Health[]::new));
  }

  private Set<String> tables() {
    Set<String> topics = new HashSet<>(Set.of(config.topic(Topic.ITEMS)));
    vectors.ifPresent(table -> topics.add(config.topic(Topic.KNOWLEDGE_ITEMS)));
    return topics;
  }

  private <T extends SpecificRecord> TableReader<Optional<T>> reader(
      String name,
      Topic topic,
      Schemas schemas,
      Class<T> type,
      TableListener<Optional<T>> table,
      DeadLetters deadLetters) {
    return TableReader.open(
        name,
        config,
        Map.of(
            config.topic(topic), new LenientDeserializer<>(new AvroDeserializer<>(schemas, type))),
        Map.of(),
        deadLetters,
        table,
        meters);
  }
}
