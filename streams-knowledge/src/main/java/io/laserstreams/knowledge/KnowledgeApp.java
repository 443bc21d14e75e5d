package io.laserstreams.knowledge;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCatalog;
import io.laserstreams.knowledge.request.LenientItems;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when knowledge about users and items is stale, asks the knowledge workers for it, and
 * chooses the answers that count. The only writer of the knowledge topics.
 *
 * <p>Records are taken once the item catalog is complete, so that the first requests already name
 * items by their titles.
 */
public final class KnowledgeApp implements App {
  public static final String NAME = "knowledge";

  private static final Logger log = LoggerFactory.getLogger(KnowledgeApp.class);
  private static final Duration FOREVER = Duration.ofDays(365);

  private final AppConfig config;
  private final AppMetrics metrics = new AppMetrics(NAME);
  private final RegistrySchemas schemas;
  private final DeadLetters deadLetters;
  private final TableReader<Optional<Item>> catalogReader;
  private final StreamsRunner runner;
  private final Thread starter = new Thread(this::waitAndStart, "laser-knowledge-start");
  private volatile Health starting = Health.starting("not started");
  private HttpEndpoint endpoint;

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public KnowledgeApp(Map<String, ?> properties) {
    config = KnowledgeConfig.read(properties);
    schemas = config.schemas();
    ItemCatalog catalog =
        new ItemCatalog(
            config.getInt(KnowledgeConfig.ITEM_CATALOG_MAX),
            new RecordRules(EventTimeKeys.read(config)),
            InstantSource.system(),
            metrics.registry());
    PartitionCounts partitions = new PartitionCounts();
    Topology topology =
        KnowledgeTopology.of(
            config,
            schemas,
            partitions,
            catalog,
            new KnowledgeMetrics(metrics.registry(), InstantSource.system()));
    deadLetters = DeadLetters.open(config, metrics.registry());
    catalogReader =
        TableReader.open(
            "item-catalog",
            config,
            Map.of(
                config.topic(Topic.ITEMS),
                new LenientItems(new AvroDeserializer<>(schemas, Item.class))),
            Map.of(),
            deadLetters,
            catalog,
            metrics.registry());
    runner = new StreamsRunner(config, topology, schemas, partitions, metrics.registry());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    WritableFolder.require(
        CommonConfig.STATE_DIR, config.stateDir().resolve(config.applicationId()));
    endpoint = HttpEndpoint.open(config, metrics, this::health);
    starter.setDaemon(true);
    starter.start();
  }

  @Override
  public Health health() {
    Health waiting = starting;
    return waiting == null ? Health.ofParts(catalogReader.health(), runner.health()) : waiting;
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
    starting = Health.closed();
  }

  private void waitAndStart() {
    try {
      Set<String> items = Set.of(config.topic(Topic.ITEMS));
      new ClusterWait(config, detail -> starting = Health.starting(detail)).untilTopicsExist(items);
      new SchemaWait(config, schemas, detail -> starting = Health.starting(detail))
          .untilKnown(Set.of(), items);
      catalogReader.start();
      starting = null;
      if (catalogReader.awaitReady(FOREVER)) {
        runner.start();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      starting = AppFailure.health(log, "Cannot start", e);
    }
  }
}
