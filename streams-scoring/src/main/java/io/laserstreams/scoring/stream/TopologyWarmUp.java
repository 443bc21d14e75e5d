package io.laserstreams.scoring.stream;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.runtime.streams.order.PendingPrerequisites;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.join.SampleBounds;
import io.laserstreams.scoring.model.ModelSlot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays made-up users through the processors before the streams start, along the whole way of a
 * record: decoding, rules, history, features, model, state on disk, samples, encoding. What the JVM
 * must load and compile for that is loaded and compiled before the first slate comes.
 *
 * <p>It shares the model and the items with the streams, and changes neither. State, statistics,
 * schemas and meters are its own, and are dropped.
 */
public final class TopologyWarmUp {
  private static final Logger log = LoggerFactory.getLogger(TopologyWarmUp.class);

  private static final int SLATES_PER_ROUND = 100;
  private static final int ROUNDS_WITHOUT_GAIN = 5;
  private static final double GAIN = 0.95;
  private static final int USERS = 20;
  private static final int CANDIDATES = 20;
  private static final int ITEMS = 1_000;
  private static final String PREFIX = "laser-warm-up-";

  private final ScoringSettings settings;
  private final ModelSlot models;
  private final Items items;
  private final Path folder;
  private final LongSupplier nanoTime;

  /**
   * @param folder for the state meanwhile
   * @param nanoTime as of {@link System#nanoTime}
   */
  public TopologyWarmUp(
      ScoringSettings settings, ModelSlot models, Items items, Path folder, LongSupplier nanoTime) {
    this.settings = requireNonNull(settings, "settings is null");
    this.models = requireNonNull(models, "models is null");
    this.items = requireNonNull(items, "items is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** What a warm-up has written. */
  record Written(int scores, int samples) {}

  /**
   * Plays until several rounds in a row are no faster than those before, at most for the configured
   * time. If it fails, the app starts cold.
   *
   * @throws InterruptedException if the app is being closed
   */
  public void run() throws InterruptedException {
    Duration most = settings.latency().maxWarmUp();
    if (most.isZero()) {
      return;
    }
    long started = nanoTime.getAsLong();
    try {
      Written written = play(most);
      log.info(
          "Warmed up with {} slates and {} samples in {} ms",
          written.scores(),
          written.samples(),
          (nanoTime.getAsLong() - started) / 1_000_000);
    } catch (RuntimeException e) {
      log.warn("The warm-up failed; the first slates will take longer", e);
    }
  }

  Written play(Duration most) throws InterruptedException {
    try (Play play = new Play()) {
      long started = nanoTime.getAsLong();
      long fastest = Long.MAX_VALUE;
      int withoutGain = 0;
      long before = started;
      while (withoutGain < ROUNDS_WITHOUT_GAIN && before - started < most.toNanos()) {
        play.round();
        long after = nanoTime.getAsLong();
        withoutGain = after - before < GAIN * fastest ? 0 : withoutGain + 1;
        fastest = Math.min(fastest, after - before);
        before = after;
      }
      return new Written(play.scores, play.samples);
    }
  }

  /** Ids count from 1, whatever the subject. */
  private static final class OwnSchemas implements Schemas {
    private final List<Schema> known = new ArrayList<>();

    @Override
    public int id(String subject, Schema schema) {
      if (!known.contains(schema)) {
        known.add(schema);
      }
      return known.indexOf(schema) + 1;
    }

    @Override
    public Schema byId(int id) {
      return known.get(id - 1);
    }
  }

  private record Source(String topic, int partition, long offset) implements RecordMetadata {}

  /** The users take turns: each clicks an item of the slate before, and gets the next slate. */
  private final class Play implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Schemas schemas = new OwnSchemas();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(schemas);
    private final AvroDeserializer<Impression> impressions =
        new AvroDeserializer<>(schemas, Impression.class);
    private final AvroDeserializer<Interaction> interactions =
        new AvroDeserializer<>(schemas, Interaction.class);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now());
    private final PendingPrerequisites prerequisites =
        ScoringTopology.prerequisites(settings, schemas, clock);
    private final List<String> itemIds = itemIds();
    private final long turnMillis = turnMillis(settings.attribution().bounds().window());
    private final WarmUpTask task = new WarmUpTask(folder, this::now, this::write);
    private final InteractionProcessor interactionProcessor;
    private final ImpressionProcessor impressionProcessor;
    private long now = InstantSource.system().millis();
    private int turn;
    private int scores;
    private int samples;

    Play() {
      ScoringParts parts =
          new ScoringParts(
              settings,
              models,
              items,
              new FeatureEngine(settings.features().state(), items, models, meters),
              new PartitionCounts(
                  Map.of(
                      settings.app().topic(Topic.INTERACTIONS), 1,
                      settings.app().topic(Topic.IMPRESSIONS), 1)),
              new TopicIds(),
              meters,
              prerequisites,
              new IdleCommits(Duration.ZERO, () -> 0));
      interactionProcessor = new InteractionProcessor(parts);
      impressionProcessor = new ImpressionProcessor(parts);
      interactionProcessor.init(task);
      impressionProcessor.init(task);
    }

    void round() throws InterruptedException {
      for (int i = 0; i < SLATES_PER_ROUND; i++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The app is being closed");
        }
        now += turnMillis;
        if (turn >= USERS) {
          process(interactionProcessor, Topic.INTERACTIONS, interactions, interaction());
        }
        process(impressionProcessor, Topic.IMPRESSIONS, impressions, impression());
        turn++;
      }
      task.punctuate();
    }

    private Impression impression() {
      return new Impression(
          impressionId(turn), user(), now, candidates(turn), Map.of("page", "warm-up"), null);
    }

    /** With an item of the user's slate before. */
    private Interaction interaction() {
      int before = turn - USERS;
      boolean click = turn % 2 == 0;
      return new Interaction(
          PREFIX + "interaction-" + turn,
          user(),
          candidates(before).get(turn % CANDIDATES),
          now - USERS * turnMillis + 1,
          click ? InteractionKind.CLICK : InteractionKind.RATING,
          impressionId(before),
          null,
          click ? null : 4f);
    }

    private <T extends SpecificRecord> void process(
        Processor<String, T, String, SpecificRecord> processor,
        Topic topic,
        AvroDeserializer<T> deserializer,
        T value) {
      String name = settings.app().topic(topic);
      T decoded = requireNonNull(deserializer.deserialize(name, serializer.serialize(name, value)));
      RecordHeaders headers = new RecordHeaders();
      long time =
          prerequisites
              .timestamps()
              .extract(
                  new ConsumerRecord<>(
                      name,
                      0,
                      turn,
                      now,
                      TimestampType.CREATE_TIME,
                      0,
                      0,
                      user(),
                      decoded,
                      headers,
                      Optional.empty()),
                  -1);
      task.from(new Source(name, 0, turn));
      processor.process(new Record<>(user(), decoded, time, headers));
    }

    private void write(String sink, SpecificRecord value) {
      requireNonNull(serializer.serialize(sink, value));
      scores += sink.equals(ScoringTopology.SCORES_SINK) ? 1 : 0;
      samples += sink.equals(ScoringTopology.SAMPLES_SINK) ? 1 : 0;
    }

    private long now() {
      return now;
    }

    private String user() {
      return PREFIX + turn % USERS;
    }

    private static String impressionId(int turn) {
      return PREFIX + "impression-" + turn;
    }

    private List<String> candidates(int turn) {
      List<String> candidates = new ArrayList<>(CANDIDATES);
      for (int i = 0; i < CANDIDATES; i++) {
        candidates.add(itemIds.get((turn + i) % itemIds.size()));
      }
      return candidates;
    }

    private List<String> itemIds() {
      List<String> ids = new ArrayList<>(items.some(ITEMS));
      while (ids.size() < CANDIDATES) {
        ids.add(PREFIX + "item-" + ids.size());
      }
      return ids;
    }

    /** A user's slate closes the window of the one before. */
    private static long turnMillis(SampleBounds.Window window) {
      return window.length().plus(window.lateness()).toMillis() / USERS + 1;
    }

    @Override
    public void close() {
      interactionProcessor.close();
      impressionProcessor.close();
      task.close();
      meters.close();
    }
  }
}
