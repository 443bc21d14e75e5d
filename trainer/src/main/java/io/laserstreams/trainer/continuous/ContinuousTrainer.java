package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.broker.TopicGuard;
import io.laserstreams.runtime.broker.TopicShape;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.Failure;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.trainer.release.Releases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains continuously from the samples topic. One thread trains and owns everything native; others
 * read items and keep the lease. After a failure, which is counted, training restarts from the
 * newest checkpoint, after a pause that grows to a minute.
 */
public final class ContinuousTrainer implements AutoCloseable {
  /** The counter of samples consumed, one a slate. */
  public static final String SAMPLES = "laser.trainer.samples";

  private static final Logger log = LoggerFactory.getLogger(ContinuousTrainer.class);
  private static final Duration LEASE_WAIT = Duration.ofMillis(500);
  private static final long MIN_PAUSE_MS = 1_000;
  private static final long MAX_PAUSE_MS = 60_000;

  private final TrainerSettings settings;
  private final AppConfig config;
  private final TrainerTopics topics;
  private final Schemas schemas;
  private final TrainerClients clients;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final TrainerMetrics metrics;
  private final ItemCatalogue catalogue;
  private final TableReader<SpecificRecord> items;
  private final TrainerLease lease;
  private final TopicGuard guard;
  private final LostRecords lost;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Health health = Health.starting("not started");

  /** True while a term waits for brokers and topics; only then may the thread be interrupted. */
  private volatile boolean waiting;

  /** True from when a topic that a term reads was created again until the next term starts. */
  private volatile boolean topicsMadeAgain;

  /**
   * Opens no connection.
   *
   * @param schemas known to the registry, see {@link TrainerTopics}
   * @param deadLetters where bad samples, items and knowledge go; not closed by this trainer
   */
  public ContinuousTrainer(
      TrainerSettings settings,
      TrainerTopics topics,
      Schemas schemas,
      DeadLetters deadLetters,
      TrainerMetrics metrics,
      MeterRegistry registry,
      InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    this.config = settings.app();
    this.topics = requireNonNull(topics, "topics is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.clients = new TrainerClients(config, schemas);
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.catalogue = new ItemCatalogue(settings.model().spec(), settings.maxCatalogueItems());
    this.metrics.catalogue(catalogue);
    this.items =
        TableReader.open(
            "items",
            config,
            Map.of(
                topics.of(Topic.ITEMS),
                new AvroDeserializer<>(schemas, Item.class),
                topics.of(Topic.KNOWLEDGE_ITEMS),
                new AvroDeserializer<>(schemas, Knowledge.class)),
            Map.of(),
            deadLetters,
            new CatalogueFollower(
                catalogue, topics.of(Topic.ITEMS), new RecordRules(settings.eventTimes()), clock),
            registry);
    this.lease = new TrainerLease(clients::member, topics.of(Topic.MODELS));
    this.guard =
        new TopicGuard(
            config,
            topics.all(),
            madeAgain -> {
              topicsMadeAgain |=
                  madeAgain.contains(topics.of(Topic.SAMPLES))
                      || madeAgain.contains(topics.of(Topic.MODELS));
            });
    this.lost = new LostRecords(config.app(), registry);
    this.thread = new Thread(this::run, "laser-trainer");
  }

  /** Starts training in the background; topics and schemas are there. */
  public void start() {
    health = Health.starting("waiting for the group of trainers");
    items.start();
    lease.start();
    guard.start();
    thread.start();
  }

  public Health health() {
    Health current = health;
    if (current.live() && guard.trouble().isPresent()) {
      return guard.trouble().orElse(current);
    }
    Health table = items.health();
    return waiting || table.ready() ? current : Health.ofParts(table, current);
  }

  @Override
  public void close() {
    closing.countDown();
    if (waiting) {
      thread.interrupt();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    guard.close();
    lease.close();
    items.close();
    health = Health.closed();
  }

  private void run() {
    long pause = MIN_PAUSE_MS;
    try {
      while (open()) {
        try {
          if (lease.await(LEASE_WAIT)) {
            topicsMadeAgain = false;
            term(awaitCluster());
            pause = MIN_PAUSE_MS;
          } else {
            health =
                lease.member()
                    ? Health.ready("standing by: another trainer trains")
                    : Health.starting("waiting for the group of trainers");
          }
        } catch (RetriableException e) {
          log.warn("Training waits for the end of an outage: {}", e.toString());
          health = Health.starting("waiting for " + awaited(e) + " (" + Causes.of(e) + ")");
          closing.await(MIN_PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
          metrics.failed();
          log.error("Training failed and restarts from the newest checkpoint in {} ms", pause, e);
          health = Health.starting("restarts after a failure: " + Failure.of(e).sentence());
          closing.await(pause, TimeUnit.MILLISECONDS);
          pause = Math.min(MAX_PAUSE_MS, 2 * pause);
        }
      }
    } catch (InterruptedException e) {
      if (open()) {
        log.warn("The trainer's thread was interrupted and stops");
        health = Health.failed("interrupted");
      }
    } catch (Error e) {
      log.error("Training cannot continue", e);
      health = Health.failed("training cannot continue: " + e);
    }
  }

  /** Waits until all topics and schemas exist; returns the id of the samples topic. */
  private String awaitCluster() throws InterruptedException {
    waiting = true;
    ClusterWait cluster = new ClusterWait(config, detail -> health = Health.starting(detail));
    String samples = topics.of(Topic.SAMPLES);
    TopicShape found = null;
    while (found == null) {
      cluster.untilTopicsExist(topics.all());
      found = cluster.shapes(Set.of(samples)).get(samples);
    }
    new SchemaWait(config, schemas, detail -> health = Health.starting(detail))
        .untilKnown(topics.written(), topics.read());
    waiting = false;
    return found.id().toString();
  }

  private String awaited(RetriableException outage) {
    return outage instanceof RegistryUnavailableException
        ? "the schema registry at " + config.schemaRegistryAddress()
        : "the brokers at " + config.bootstrapServers();
  }

  private void term(String samplesTopic) {
    ItemFeatureLookup features = new ItemFeatureLookup(settings.model().spec(), catalogue);
    SampleSource source =
        new SampleSource(
            clients.samples(),
            topics.of(Topic.SAMPLES),
            samplesTopic,
            new AvroDeserializer<>(schemas, TrainingSample.class),
            new SampleReader(settings.model().spec(), settings.learning().propensityClip()),
            deadLetters,
            lost,
            metrics);
    Releases releases =
        clients.releases(settings.release().kept(), settings.release().chunkBytes());
    TorchLearners learners =
        new TorchLearners(settings, Models.shape(settings.model().choice().name()), features);
    TrainingRound round =
        new TrainingRound(
            settings.round(),
            settings.release().rule(),
            new ServingSliceEvaluator(features, Device.CPU),
            releases,
            clock,
            metrics);
    try (TrainerTerm term =
        new TrainerTerm(
            source,
            items::isReady,
            learners,
            round,
            releases,
            Checkpoints.in(settings.checkpoints().path(), settings.checkpoints().kept()),
            settings.schedule(),
            clock,
            metrics,
            current -> health = current)) {
      term.run(() -> open() && lease.held() && !topicsMadeAgain);
    }
  }

  private boolean open() {
    return closing.getCount() > 0;
  }
}
