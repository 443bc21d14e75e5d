package io.laserstreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against a broker and a registry without apps, for which the test answers. */
@Tag("broker")
class ProbeCommandTest {
  private static final Duration WAIT = Duration.ofSeconds(3);

  /** Time around the wait to connect and to close clients. */
  private static final Duration AROUND = Duration.ofSeconds(3);

  private static EmbeddedCluster cluster;
  private static RegistrySchemas schemas;

  @BeforeAll
  static void startCluster() {
    cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary());
    schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), Duration.ofSeconds(20));
    TopicProvisioner.provision(
        cluster.bootstrapServers(), cluster.registryUrl(), Layout.standard().withPrefix("p."));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void shouldReportTheTimeFromSendingToReceiving() throws Exception {
    Duration thinking = Duration.ofMillis(700);
    CommandRun run =
        probe(
            60,
            received -> {
              Impression impression = impression(received);
              await(thinking);
              score("somebody-elses", impression);
              score(impression.getImpressionId(), impression);
            });

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().matches("(?s)NO_MODEL by no model after \\d+ ms\n.*"), run.out());
    long took = Long.parseLong(run.out().replaceAll("(?s).*after (\\d+) ms.*", "$1"));
    assertTrue(took >= thinking.toMillis() && took < thinking.toMillis() + 2_000, run.out());
  }

  @Test
  void shouldDistinguishADeadLetterFromSilence() throws Exception {
    CommandRun refused =
        probe(
            60,
            received -> {
              write(
                  new DeadLetter(
                      "scoring",
                      "bad-id",
                      "another record",
                      received.topic(),
                      received.partition(),
                      received.offset() + 7,
                      null,
                      null));
              write(
                  new DeadLetter(
                      "scoring",
                      "bad-id",
                      "The user's id is odd",
                      received.topic(),
                      received.partition(),
                      received.offset(),
                      received.key().getBytes(UTF_8),
                      received.value()));
            });
    assertEquals(1, refused.exitCode(), refused.err());
    assertTrue(
        refused
            .out()
            .matches(
                "REFUSED by scoring as bad-id after \\d+ ms: The user's id is odd \\(dead letter"
                    + " \\d+@\\d+\\)\n"),
        refused.out());

    CommandRun silence =
        inTime(
            () ->
                laser(
                    "--registry",
                    cluster.registryUrl(),
                    "--bootstrap",
                    cluster.bootstrapServers(),
                    "--prefix",
                    "p."));
    assertEquals(2, silence.exitCode(), silence.out());
    assertTrue(
        silence.err().contains("No score and no dead letter for impression probe-"), silence.err());
  }

  @Test
  void shouldWaitForBrokersAsLongAsItSays() throws Exception {
    CommandRun run = inTime(() -> laser("--bootstrap", "127.0.0.1:1"));
    assertEquals(
        "laser: No broker answers at 127.0.0.1:1 within 3 s (127.0.0.1:1: Connection refused)\n",
        run.err());
    CommandRun unknown = inTime(() -> laser("--bootstrap", "no-such-host.invalid:9092"));
    assertTrue(
        unknown
            .err()
            .contains("within 3 s (no-such-host.invalid:9092: the host name cannot be resolved)"),
        unknown.err());
  }

  @Test
  void shouldWaitForTopicsAsLongAsItSays() throws Exception {
    CommandRun run =
        inTime(() -> laser("--bootstrap", cluster.bootstrapServers(), "--prefix", "nobodys."));
    assertTrue(
        run.err()
            .contains(
                "still missing at "
                    + cluster.bootstrapServers()
                    + " after 3 s: [nobodys.dead-letters, nobodys.impressions, nobodys.scores]"),
        run.err());
  }

  @Test
  void shouldWaitForTheRegistryAsLongAsItSays() throws Exception {
    CommandRun down =
        inTime(
            () ->
                laser(
                    "--bootstrap",
                    cluster.bootstrapServers(),
                    "--prefix",
                    "p.",
                    "--registry",
                    "http://127.0.0.1:1"));
    assertEquals(
        "laser: The schema registry at http://127.0.0.1:1 does not return the schemas within 3 s:"
            + " Connection refused\n",
        down.err());
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      CommandRun mute =
          inTime(
              () ->
                  laser(
                      "--bootstrap",
                      cluster.bootstrapServers(),
                      "--prefix",
                      "p.",
                      "--registry",
                      url));
      assertEquals(
          "laser: The schema registry at "
              + url
              + " does not return the schemas within 3 s: no answer\n",
          mute.err());
    }
  }

  private static CommandRun inTime(Callable<CommandRun> command) throws Exception {
    long started = System.nanoTime();
    CommandRun run = command.call();
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(
        took.compareTo(WAIT) >= 0 && took.compareTo(WAIT.plus(AROUND)) < 0,
        took + ": " + run.err());
    return run;
  }

  private static CommandRun laser(String... args) {
    return CommandRun.laser(
        Stream.concat(
                Stream.of("probe", "--wait", Long.toString(WAIT.toSeconds())), Stream.of(args))
            .toArray(String[]::new));
  }

  /** Probes while the test takes scoring's place for the first impression. */
  private static CommandRun probe(int wait, Consumer<ConsumerRecord<String, byte[]>> scoring)
      throws Exception {
    try (RecordReader impressions =
        new RecordReader(cluster.bootstrapServers(), schemas, "p.", Set.of(Topic.IMPRESSIONS))) {
      impressions.pollToEnd();
      CompletableFuture<CommandRun> probe =
          CompletableFuture.supplyAsync(
              () ->
                  CommandRun.laser(
                      "probe",
                      "--wait",
                      Integer.toString(wait),
                      "--bootstrap",
                      cluster.bootstrapServers(),
                      "--registry",
                      cluster.registryUrl(),
                      "--prefix",
                      "p.",
                      "--items",
                      "a,b"));
      List<RecordReader.Received> received = new ArrayList<>();
      while (received.isEmpty() && !probe.isDone()) {
        received.addAll(impressions.poll(Duration.ofMillis(100)));
      }
      if (!received.isEmpty()) {
        scoring.accept(received.get(0).record());
      }
      return probe.get();
    }
  }

  private static Impression impression(ConsumerRecord<String, byte[]> received) {
    return new AvroDeserializer<>(schemas, Impression.class)
        .deserialize(received.topic(), received.value());
  }

  private static void await(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static void score(String id, Impression impression) {
    try (RecordPublisher publisher =
        new RecordPublisher(cluster.bootstrapServers(), schemas, "p.")) {
      publisher.send(
          Topic.SCORES,
          impression.getUserId(),
          ScoredSlate.newBuilder()
              .setImpressionId(id)
              .setUserId(impression.getUserId())
              .setEventTime(impression.getEventTime())
              .setOutcome(ScoreOutcome.NO_MODEL)
              .setCandidates(List.of())
              .setExplored(false)
              .setDeadlineMissed(false)
              .setUserKnown(false)
              .setHistoryLength(0)
              .setTimings(new Timings(0L, 0L, 0L))
              .setScoredAt(impression.getEventTime())
              .build());
      publisher.flush();
    }
  }

  private static void write(DeadLetter letter) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              letter.toRecord("p.dead-letters", null, new BadRecordException(letter.reason(), "x")))
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
