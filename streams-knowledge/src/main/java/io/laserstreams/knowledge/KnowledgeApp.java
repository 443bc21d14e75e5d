package io.laserstreams.knowledge;

import io.laserstreams.knowledge.request.ItemCatalog;
import io.laserstreams.knowledge.request.LenientItems;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.Topology;

/**
 * Decides when knowledge about users and items is stale, asks the knowledge workers for it, and chooses the answers that count.
 * The only writer of the knowledge topics.
 *
 * <p>Records are taken once the item catalog is complete, so that the first requests already name items by their titles.
 */
public final class KnowledgeApp implements App {
  public static final String NAME = "knowledge";

  private static final Duration FOREVER = Duration.ofDays(365);

  private final AppConfig config;
  private final AppMetrics metrics = new AppMetrics(NAME);
  private final DeadLetters deadLetters;
  private final TableReader<Optional<Item>> catalogReader;
  private final StreamsRunner runner;
  private final Thread starter = new Thread(this::startWhenCatalogIsComplete, "laser-knowledge-catalog-wait");
  private HttpEndpoint endpoint;

  /** @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would be valid */
  public KnowledgeApp(Map<String, ?> properties) {
    config = KnowledgeConfig.read(properties);
    RegistrySchemas schemas = config.schemas();
    ItemCatalog catalog = new ItemCatalog(config.getInt(KnowledgeConfig.ITEM_CATALOG_MAX), metrics.registry());
    PartitionCounts partitions = new PartitionCounts();
    Topology topology = KnowledgeTopology.of(
        config, schemas, partitions, catalog, new KnowledgeMetrics(metrics.registry(), InstantSource.system()));
    deadLetters = DeadLetters.open(config, metrics.registry());
    catalogReader = TableReader.open("item-catalog", config,
        Map.of(config.topic(Topic.ITEMS), new LenientItems(new AvroDeserializer<>(schemas, Item.class))), Map.of(), deadLetters,
        catalog, metrics.registry());
    runner = new StreamsRunner(config, topology, schemas, partitions, metrics.registry());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    endpoint = HttpEndpoint.open(config, metrics, this::health);
    catalogReader.start();
    starter.setDaemon(true);
    starter.start();
  }

  @Override
  public Health health() {
    return Health.ofParts(catalogReader.health(), runner.health());
  }

  @Override
  public void close() {
    starter.interrupt();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runner.close();
    catalogReader.close();
    deadLetters.close();
    if (endpoint != null) {
      endpoint.close();
    }
    metrics.close();
  }

  private void startWhenCatalogIsComplete() {
    try {
      if (catalogReader.awaitReady(FOREVER)) {
        runner.start();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
