package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.app.AppComponents;
import io.laserstreams.runtime.app.AppStart;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.broker.TopicGuard;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.worker.delivery.Deliveries;
import io.laserstreams.worker.delivery.RequestScheduler;
import io.laserstreams.worker.encoder.EncoderModel;
import io.laserstreams.worker.encoder.EncoderSet;
import io.laserstreams.worker.encoder.OnnxTextEncoder;
import io.laserstreams.worker.encoder.TextEncoder;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by which kind of group requests are consumed, loads the encoders, and takes requests.
 */
final class WorkerComponents implements AppComponents {
  private static final Logger log = LoggerFactory.getLogger(WorkerComponents.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(10);

  private final WorkerSettings settings;
  private final AppConfig config;
  private final MeterRegistry meters;
  private final WorkerMetrics metrics;
  private final Generators generators;
  private final TextGenerator generator;

  WorkerComponents(WorkerSettings settings, MeterRegistry meters) {
    this.settings = requireNonNull(settings, "settings is null");
    this.config = settings.app();
    this.meters = requireNonNull(meters, "meters is null");
    this.metrics = new WorkerMetrics(meters);
    this.generators = new Generators(InstantSource.system(), metrics);
    try {
      this.generator = generators.open(settings.users(), settings.items());
    } catch (RuntimeException | Error e) {
      generators.close();
      throw e;
    }
  }

  @Override
  public Supplier<Health> start(AppStart start) throws InterruptedException {
    start.open(generators);
    GeneratorProbe probe = start.open(new GeneratorProbe(generator, FIRST_PAUSE));
    probe.start();
    String requests = config.topic(Topic.KNOWLEDGE_REQUESTS);
    String answers = config.topic(Topic.KNOWLEDGE_ANSWERS);
    Set<String> topics = Set.of(requests, answers, config.topic(Topic.DEAD_LETTERS));
    start.cluster().untilTopicsExist(topics);
    AtomicInteger recreations = new AtomicInteger();
    TopicGuard guard =
        start.open(
            new TopicGuard(
                config,
                topics,
                recreated -> {
                  if (recreated.contains(requests)) {
                    recreations.incrementAndGet();
                  }
                }));
    guard.start();
    Schemas schemas = start.schemas(Set.of(answers), Set.of(requests));
    RequestMode mode = RequestMode.find(config, settings.delivery());
    start.progress("loading text encoders");
    EncoderSet encoders = start.open(encoders());
    DeadLetters deadLetters = start.open(DeadLetters.open(config, meters));
    Producer<byte[], byte[]> producer = producer();
    start.open(() -> producer.close(PRODUCER_CLOSE));
    RequestHandler handler =
        new RequestHandler(
            new AvroDeserializer<>(schemas, KnowledgeRequest.class),
            new RequestAnswerer(generator, encoders, InstantSource.system(), metrics),
            new KafkaAnswerSink(answers, producer, new AvroSerializer<>(schemas)),
            deadLetters,
            metrics,
            settings.delivery().patience(),
            FIRST_PAUSE,
            mode.maxDeliveries());
    RequestThreads threads =
        start.open(
            new RequestThreads(
                settings.delivery(), deliveries(mode), handler, mode.sharing(), recreations::get));
    threads.start();
    log.info(
        "{}: takes requests by {}, generator {}, encoders {}",
        config.app(),
        mode.describe(),
        generator.id(),
        encoders.ids());
    return () -> guard.trouble().orElseGet(() -> health(threads, handler, probe, mode));
  }

  private Health health(
      RequestThreads threads, RequestHandler handler, GeneratorProbe probe, RequestMode mode) {
    Health taking = threads.health();
    if (!taking.ready()) {
      return taking;
    }
    Optional<String> outage = handler.outage();
    return outage.isPresent()
        ? Health.starting("requests wait: " + outage.get())
        : probe
            .trouble()
            .map(Health::starting)
            .orElseGet(
                () ->
                    Health.ready(
                        taking.detail()
                            + " by "
                            + mode.describe()
                            + ", generator "
                            + generator.id()));
  }

  private EncoderSet encoders() {
    WorkerSettings.Encoding encoding = settings.encoding();
    List<TextEncoder> encoders = new ArrayList<>();
    try {
      for (EncoderModel model : encoding.encoders()) {
        encoders.add(new OnnxTextEncoder(model, encoding.maxTokens()));
      }
    } catch (IllegalArgumentException e) {
      encoders.forEach(TextEncoder::close);
      throw new ConfigException("Configuration key encoder.ids: " + e.getMessage());
    }
    return new EncoderSet(encoders, encoding.threads(), meters);
  }

  private Deliveries deliveries(RequestMode mode) {
    WorkerSettings.Delivery delivery = settings.delivery();
    int consumers = RequestThreads.consumers(delivery);
    return new Deliveries(
        config.clients().consumer(),
        config.topic(Topic.KNOWLEDGE_REQUESTS),
        delivery.group(),
        (delivery.threads() + consumers - 1) / consumers,
        new RequestScheduler(mode.maxDeliveries(), System::nanoTime),
        new LostRecords(config.app(), meters),
        metrics);
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = config.clients().producer();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-answers");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
