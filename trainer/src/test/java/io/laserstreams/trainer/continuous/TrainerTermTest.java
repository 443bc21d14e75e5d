package io.laserstreams.trainer.continuous;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.testsupport.InMemorySchemas;
import io.laserstreams.trainer.release.ReleaseTopic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terms on topics in memory, with a learner that only records what it was taught. */
class TrainerTermTest {
  private static final TopicPartition SAMPLES = new TopicPartition("samples", 0);
  private static final SliceScore GOOD = new SliceScore(1_000, 200, 0.8, 0.4);
  private static final SliceScore BAD = new SliceScore(1_000, 200, 0.5, 0.9);
  private static final int ROUND = 10;

  @TempDir private Path folder;

  private final Schemas schemas = new InMemorySchemas();
  private final AvroSerializer<TrainingSample> serializer = new AvroSerializer<>(schemas);
  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TrainerMetrics metrics = new TrainerMetrics(registry);
  private final List<byte[]> topic = new ArrayList<>();
  private final List<String> taught = new ArrayList<>();
  private final List<Health> health = new ArrayList<>();
  private final ReleaseTopic releases = new ReleaseTopic();
  private SliceScore candidate = GOOD;
  private String topicId = "first";
  private long beginning;
  private boolean frozen;
  private Path initialBundle;
  private List<String> released = List.of();

  @Test
  void shouldTrainReleaseAndKeepACheckpoint() {
    write(ROUND);
    term(5);
    assertEquals(
        List.of("0", "1", "2", "3", "4", "5", "6", "7"), taught.stream().sorted().toList());
    TrainerState state = checkpoint().orElseThrow();
    assertEquals(1, state.round());
    assertEquals(8, state.trained().samples());
    assertEquals(1_007, state.trained().until());
    String version = state.lastRelease().version();
    assertEquals(List.of(version + "/0", version), released);
    assertEquals(Health.State.READY, health.get(health.size() - 1).state());
  }

  @Test
  void shouldResumeWhereTheCheckpointSaysAndTrainOnWhatWasHeldBack() {
    write(ROUND);
    term(5);
    taught.clear();
    term(5);
    assertEquals(List.of(), taught, "nothing new arrived");
    write(ROUND);
    term(5);
    TrainerState state = checkpoint().orElseThrow();
    assertEquals(2, state.round());
    // Two that were held back, ten new ones less three held back now; the first eight are replayed.
    assertEquals(8 + 9, state.trained().samples());
    assertEquals(17, taught.size());
    assertTrue(
        taught.containsAll(List.of("0", "8", "9", "16")) && !taught.contains("17"),
        taught.toString());
  }

  @Test
  void shouldReturnToTheReleasedParametersAfterRefusalsInARow() throws IOException {
    write(ROUND);
    term(5);
    String atRelease = savedLearner();
    candidate = BAD;
    write(ROUND);
    term(5);
    assertEquals(1, checkpoint().orElseThrow().refusalsInARow());
    assertTrue(
        health.get(health.size() - 1).detail().contains("1 candidates refused in a row"),
        health.get(health.size() - 1).detail());
    assertTrue(savedLearner().length() > atRelease.length());
    write(ROUND);
    term(5);
    assertEquals(0, checkpoint().orElseThrow().refusalsInARow());
    assertEquals(atRelease, savedLearner());
  }

  @Test
  void shouldStartOverOnASamplesTopicThatWasCreatedAgainThoughItHasTheOldOffsets() {
    write(ROUND);
    term(5);
    taught.clear();
    topicId = "second";

    write(ROUND);
    term(5);

    assertTrue(taught.containsAll(List.of("0", "1", "15")), taught.toString());
    assertEquals("second", checkpoint().orElseThrow().samples().topicId());
    assertEquals(2, checkpoint().orElseThrow().round(), "what was learnt stays");
  }

  @Test
  void shouldCountSamplesThatWereDeletedBeforeTheyWereTrainedOn() {
    write(ROUND);
    term(5);
    long trainedTo = checkpoint().orElseThrow().samples().partitions().get(0).trainedTo();
    write(ROUND);
    beginning = 15;

    term(5);

    assertEquals(
        (double) (15 - trainedTo),
        registry.get(LostRecords.METRIC).tag("topic", "samples").counter().count());
  }

  @Test
  void shouldTrainNothingWhenFrozen() {
    frozen = true;
    write(3 * ROUND);
    term(5);
    assertEquals(List.of(), taught);
    assertEquals(Optional.empty(), checkpoint());
    assertEquals(List.of(), released);
    assertTrue(health.get(health.size() - 1).detail().contains("frozen"));
  }

  @Test
  void shouldSendBadSamplesToTheDeadLettersAndContinue() {
    topic.add(new byte[] {9, 9});
    topic.add(
        serializer.serialize(
            "samples", Samples.sample("empty", 1, List.of(), List.of(), List.of())));
    write(ROUND);
    term(5);
    assertEquals(2, letters.history().size());
    assertEquals(8, taught.size());
    assertEquals(12, checkpoint().orElseThrow().samples().partitions().get(0).position());
  }

  @Test
  void shouldContinueWithWhatIsLeftIfRetentionDeletedSamplesOfTheCheckpoint() {
    write(ROUND);
    term(5);
    taught.clear();
    write(ROUND);
    beginning = 15;
    term(5);
    assertEquals(List.of("15", "16", "17", "18"), taught.stream().sorted().toList());
  }

  @Test
  void shouldSayWhatTheFirstReleaseNeeds() {
    term(3);
    String waiting = health.get(health.size() - 1).detail();
    assertTrue(
        waiting.startsWith(
            "training: round 0, 0 of 5 slates for the next round, no release of its own yet:"
                + " trained on 0 of 1 samples"),
        waiting);
    assertTrue(waiting.contains("attribution.window.ms"), waiting);
    write(4);
    term(3);
    String some = health.get(health.size() - 1).detail();
    assertTrue(some.contains("4 of 5 slates for the next round"), some);
  }

  @Test
  void shouldSayWhyACandidateWasNotReleased() {
    write(ROUND);
    candidate = new SliceScore(1_000, 3, 0.8, 0.4);
    term(5);
    String detail = health.get(health.size() - 1).detail();
    assertTrue(detail.contains("no decision on the last candidate: the slice has 3"), detail);
  }

  @Test
  void shouldSayThatAnInitialBundleIsNotUsedBesideItsOwnCheckpoint() {
    initialBundle = Path.of("m.laser");
    write(ROUND);
    term(5);
    assertTrue(health.stream().noneMatch(each -> each.detail().contains("initial.bundle")));
    term(5);
    String detail = health.get(health.size() - 1).detail();
    assertTrue(detail.contains("initial.bundle is not used"), detail);
    assertTrue(detail.contains("delete " + folder), detail);
  }

  @Test
  void shouldWaitForTheSamplesTopic() {
    beginning = -1;
    term(2);
    assertEquals(Health.State.STARTING, health.get(0).state());
    assertNull(checkpoint().orElse(null));
  }

  /** One term of this many turns of its loop, on the topic as it is. */
  private void term(int turns) {
    AtomicInteger left = new AtomicInteger(turns);
    RoundSettings settings = new RoundSettings(0.2, 100, 1, 100, 1);
    var ownReleases = releases.open();
    TrainingRound round =
        new TrainingRound(
            settings,
            new ReleaseRule(0.002, 1, 20),
            (bundle, slice) ->
                Optional.of(new String(bundle, UTF_8).startsWith("candidate") ? candidate : GOOD),
            ownReleases,
            InstantSource.system(),
            metrics);
    RoundSchedule schedule = new RoundSchedule(Duration.ZERO, 5, 1_000, 100, 2, frozen);
    try (TrainerTerm term =
        new TrainerTerm(
            source(),
            () -> true,
            new RecordingLearners(),
            round,
            ownReleases,
            Checkpoints.in(folder, 2),
            schedule,
            InstantSource.system(),
            metrics,
            health::add)) {
      // Each step of a round asks, too, not only the loop before each poll.
      term.run(() -> left.getAndDecrement() > 0);
    }
    released = releases.deliver();
  }

  private SampleSource source() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    if (beginning >= 0) {
      consumer.updatePartitions(
          "samples", List.of(new PartitionInfo("samples", 0, null, null, null)));
    }
    consumer.updateBeginningOffsets(Map.of(SAMPLES, beginning));
    consumer.updateEndOffsets(Map.of(SAMPLES, (long) topic.size()));
    consumer.schedulePollTask(
        () -> {
          for (long offset = beginning; offset < topic.size(); offset++) {
            consumer.addRecord(
                new ConsumerRecord<>("samples", 0, offset, null, topic.get((int) offset)));
          }
        });
    DeadLetters deadLetters =
        new DeadLetters("trainer", "dead-letters", letters, new SimpleMeterRegistry());
    return new SampleSource(
        consumer,
        "samples",
        topicId,
        new AvroDeserializer<>(schemas, TrainingSample.class),
        new SampleReader(Samples.spec(2, null, null), 0),
        deadLetters,
        new LostRecords("trainer", registry),
        metrics);
  }

  private void write(int samples) {
    for (int i = 0; i < samples; i++) {
      int number = topic.size();
      topic.add(
          serializer.serialize(
              "samples",
              Samples.sample(
                  "" + number,
                  1_000 + number,
                  List.of(),
                  List.of(),
                  List.of(Samples.candidate("item", number % 2, 0, 1, null)))));
    }
  }

  private Optional<TrainerState> checkpoint() {
    return new CheckpointStore(folder, 2).restore((checkpoint, state) -> state);
  }

  private String savedLearner() throws IOException {
    return new CheckpointStore(folder, 2)
        .restore((checkpoint, state) -> Files.readString(checkpoint.resolve("taught")))
        .orElseThrow();
  }

  private final class RecordingLearners implements Learner.Factory {
    @Override
    public Learner fresh() {
      return new RecordingLearner(new StringBuilder());
    }

    @Override
    public Optional<Path> initialBundle() {
      return Optional.ofNullable(initialBundle);
    }

    @Override
    public Learner saved(Path checkpoint) throws IOException {
      return new RecordingLearner(
          new StringBuilder(Files.readString(checkpoint.resolve("taught"))));
    }
  }

  private final class RecordingLearner implements Learner {
    private final StringBuilder lessons;

    private RecordingLearner(StringBuilder lessons) {
      this.lessons = lessons;
    }

    @Override
    public void observe(List<LabelledSlate> slates) {}

    @Override
    public void refitIfDue(long round) {}

    @Override
    public void inheritObservations(Learner other) {}

    @Override
    public double train(List<LabelledSlate> batch) {
      batch.forEach(
          slate -> {
            lessons.append(slate.impressionId()).append(' ');
            taught.add(slate.impressionId());
          });
      return 1;
    }

    @Override
    public byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil) {
      return (version + " " + lessons).getBytes(UTF_8);
    }

    @Override
    public void save(Path checkpoint) throws IOException {
      Files.writeString(checkpoint.resolve("taught"), lessons);
    }

    @Override
    public void close() {}
  }
}
