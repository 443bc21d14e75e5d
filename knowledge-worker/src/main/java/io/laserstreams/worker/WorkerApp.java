package io.laserstreams.worker;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.broker.TopicGuard;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.worker.delivery.Deliveries;
import io.laserstreams.worker.delivery.Delivery;
import io.laserstreams.worker.delivery.RequestScheduler;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.EncoderSet;
import io.laserstreams.worker.encoder.TextEncoder;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers knowledge requests. An answer is on its topic before its request is acknowledged, so a
 * worker that dies leaves requests that are delivered again: each is answered at least once, and
 * streams-knowledge takes one answer.
 */
public final class WorkerApp implements App {
  private static final Logger log = LoggerFactory.getLogger(WorkerApp.class);
  private static final String NAME = "worker";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(10);

  private final AppConfig config;
  private final TextGenerator generator;
  private final AppMetrics metrics = new AppMetrics(NAME);
  private final WorkerMetrics counts = new WorkerMetrics(metrics.registry());
  private final CountDownLatch closing = new CountDownLatch(1);

  /** How often the topic of requests was made again. */
  private final AtomicInteger lives = new AtomicInteger();

  private final TopicGuard guard;
  private final Thread starter = new Thread(this::waitAndStart, "laser-worker-start");
  private final List<DeliveryThread> deliveries = new ArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private HttpEndpoint http;
  private ExecutorService pool;
  private RequestHandler handler;
  private String mode = "";
  private int mostDeliveries;
  private volatile Health starting = Health.starting("not started");
  private volatile boolean started;

  /**
   * @throws org.apache.kafka.common.config.ConfigException where a property is unknown, missing or
   *     wrong
   */
  public WorkerApp(Map<String, ?> properties) {
    config = AppConfig.of(NAME, WorkerConfig.definition(), properties);
    generator = new Generators(config, Clock.systemUTC(), counts).open();
    guard =
        new TopicGuard(
            config,
            topics(),
            madeAgain -> {
              if (madeAgain.contains(config.topic(Topic.KNOWLEDGE_REQUESTS))) {
                lives.incrementAndGet();
              }
            });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    http = HttpEndpoint.open(config, metrics, this::health);
    starter.start();
  }

  @Override
  public Health health() {
    if (!started) {
      return starting;
    }
    Optional<Health> missing = guard.trouble();
    if (missing.isPresent()) {
      return missing.get();
    }
    Health taking =
        Health.ofParts(deliveries.stream().map(DeliveryThread::health).toArray(Health[]::new));
    Optional<String> outage = handler.outage();
    if (taking.ready() && outage.isPresent()) {
      return Health.starting("requests wait: " + outage.get());
    }
    return taking.ready()
        ? Health.ready(taking.detail() + " by " + mode + ", generator " + generator.id())
        : taking;
  }

  private void waitAndStart() {
    try {
      new ClusterWait(config, detail -> starting = Health.starting(detail))
          .untilTopicsExist(topics());
      guard.start();
      Schemas schemas = config.schemas();
      new SchemaWait(config, schemas, detail -> starting = Health.starting(detail))
          .untilKnown(
              Set.of(config.topic(Topic.KNOWLEDGE_ANSWERS)),
              Set.of(config.topic(Topic.KNOWLEDGE_REQUESTS)));
      boolean sharing = sharing();
      starting = Health.starting("loading text encoders");
      startWork(sharing, schemas);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      starting = AppFailure.health(log, "Cannot start", e);
    }
  }

  private Set<String> topics() {
    return Set.of(
        config.topic(Topic.KNOWLEDGE_REQUESTS),
        config.topic(Topic.KNOWLEDGE_ANSWERS),
        config.topic(Topic.DEAD_LETTERS));
  }

  private boolean sharing() throws InterruptedException {
    mostDeliveries = config.getInt(WorkerConfig.DELIVERIES_MAX);
    String wanted = config.getString(WorkerConfig.MODE);
    try (Admin admin = Admin.create(config.clients().admin())) {
      BrokerFeatures features = BrokerFeatures.describe(admin);
      boolean possible = Deliveries.sharingIsPossible(features);
      if (wanted.equals(WorkerConfig.SHARE) && !possible) {
        throw new IllegalStateException(
            WorkerConfig.MODE
                + " is share, but the brokers have no share groups with renewable locks ("
                + features.describe()
                + "). Set it to auto, or upgrade to 4.2 and run: kafka-features.sh upgrade"
                + " --release-version");
      }
      boolean sharing = possible && !wanted.equals(WorkerConfig.CONSUMER);
      mode = sharing ? "share group" : "consumer group";
      if (!sharing) {
        log.warn(
            "{}: requests are taken by a consumer group ({}): no more workers than partitions have"
                + " work",
            NAME,
            possible
                ? WorkerConfig.MODE + " is consumer"
                : "the brokers have no share groups with renewable locks");
      } else {
        ShareGroupCheck group = ShareGroupCheck.of(admin, groupId());
        group.warnIfRequestsMayBeLost();
        mostDeliveries = Math.min(mostDeliveries, group.deliveryLimit() - 1);
      }
      return sharing;
    }
  }

  private synchronized void startWork(boolean sharing, Schemas schemas) {
    if (closing.getCount() == 0) {
      return;
    }
    EncoderRegistry registry = EncoderRegistry.standard();
    List<TextEncoder> opened =
        config.getList(WorkerConfig.ENCODER_IDS).stream()
            .map(id -> registry.open(id, config.getInt(WorkerConfig.ENCODER_MAX_TOKENS)))
            .toList();
    EncoderSet encoders = closed(new EncoderSet(opened, encoderThreads(), metrics.registry()));
    DeadLetters deadLetters = closed(DeadLetters.open(config, metrics.registry()));
    Producer<byte[], byte[]> producer = producer();
    resources.add(() -> producer.close(PRODUCER_CLOSE));
    handler =
        new RequestHandler(
            new AvroDeserializer<>(schemas, KnowledgeRequest.class),
            new KnowledgeWriter(generator, encoders, Clock.systemUTC(), counts),
            new KafkaAnswerSink(
                config.topic(Topic.KNOWLEDGE_ANSWERS), producer, new AvroSerializer<>(schemas)),
            deadLetters,
            counts,
            config.getMillis(WorkerConfig.PATIENCE_MS),
            FIRST_PAUSE,
            mostDeliveries);
    startDeliveries(sharing);
    started = true;
    log.info(
        "{}: takes requests by {}, generator {}, encoders {}",
        NAME,
        mode,
        generator.id(),
        encoders.ids());
  }

  private void startDeliveries(boolean sharing) {
    int threads = config.getInt(WorkerConfig.THREADS);
    int consumers = Math.min(threads, config.getInt(WorkerConfig.CONSUMERS));
    int batch = (threads + consumers - 1) / consumers;
    AtomicInteger number = new AtomicInteger();
    pool =
        Executors.newFixedThreadPool(
            threads, work -> new Thread(work, "laser-worker-" + number.incrementAndGet()));
    Deliveries opening =
        new Deliveries(
            config.clients().consumer(),
            config.topic(Topic.KNOWLEDGE_REQUESTS),
            groupId(),
            batch,
            new RequestScheduler(mostDeliveries, System::nanoTime),
            new LostRecords(config.app(), metrics.registry()),
            counts);
    Delivery.Work work = (record, times) -> pool.submit(() -> handler.handle(record, times));
    for (int i = 0; i < consumers; i++) {
      DeliveryThread thread =
          new DeliveryThread(
              "laser-worker-delivery-" + i, () -> open(opening, sharing, work), closing);
      deliveries.add(thread);
      thread.start();
    }
  }

  /** A delivery that ends when the app does, and when its topic was made again. */
  private Delivery open(Deliveries opening, boolean sharing, Delivery.Work work) {
    int life = lives.get();
    BooleanSupplier ends = () -> closing.getCount() == 0 || lives.get() != life;
    return sharing ? opening.share(work, ends) : opening.consume(work, life > 0, ends);
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = config.clients().producer();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-answers");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private int encoderThreads() {
    int threads = config.getInt(WorkerConfig.ENCODER_THREADS);
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private String groupId() {
    String id = config.getString(WorkerConfig.GROUP_ID);
    return id == null || id.isBlank() ? config.applicationId() : id;
  }

  private <T extends AutoCloseable> T closed(T resource) {
    resources.add(resource);
    return resource;
  }

  /** Stops taking requests, gives back what is unfinished, then frees what the work used. */
  @Override
  public void close() {
    closing.countDown();
    starter.interrupt();
    try {
      starter.join();
      guard.close();
      for (DeliveryThread delivery : deliveries) {
        delivery.join();
      }
      synchronized (this) {
        if (pool != null) {
          pool.shutdownNow();
          pool.awaitTermination(1, TimeUnit.MINUTES);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeResources();
    starting = Health.closed();
    started = false;
  }

  private void closeResources() {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("{}: cannot close {}", NAME, resource, e);
      }
    }
    resources.clear();
    if (http != null) {
      http.close();
    }
    metrics.close();
  }
}
