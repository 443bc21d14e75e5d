package io.laserstreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class DeadLettersCommandTest {
  private static EmbeddedCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary());
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void shouldSendOriginalBytesBackToTheRightPartition() throws Exception {
    provision("back.");
    byte[] value = {0, 1, 2, (byte) 200};
    int wrong = (KeyPartition.of("u-1", Layout.DEFAULT_PARTITIONS) + 1) % Layout.DEFAULT_PARTITIONS;
    write("back.", letter("wrong-partition", "back.interactions", wrong, "u-1", value));
    write("back.", letter("unreadable", "back.items", 0, "i-1", new byte[] {9}));

    CommandRun list = laser("back.", "list");
    assertTrue(
        list.out()
            .contains(
                "wrong-partition  test  back.interactions-"
                    + wrong
                    + "@5  key=u-1  because of a test"),
        list.out());
    assertTrue(
        list.out().endsWith("2 dead letters: {unreadable=1, wrong-partition=1}\n"), list.out());

    CommandRun replay = laser("back.", "replay", "--reason", "wrong-partition");
    assertEquals(0, replay.exitCode(), replay.err());
    assertTrue(replay.out().endsWith("1 of 1 letters sent back.\n"), replay.out());

    List<ConsumerRecord<byte[], byte[]>> interactions = read("back.interactions");
    assertEquals(1, interactions.size());
    assertArrayEquals(value, interactions.get(0).value());
    assertEquals("u-1", new String(interactions.get(0).key(), UTF_8));
    assertEquals(
        KeyPartition.of("u-1", Layout.DEFAULT_PARTITIONS), interactions.get(0).partition());
    assertEquals(
        List.of("trace"),
        Stream.of(interactions.get(0).headers().toArray()).map(header -> header.key()).toList());
    assertEquals(List.of(), read("back.items"));
  }

  @Test
  void shouldKeepLettersThatCannotBeSentBack() throws Exception {
    provision("kept.");
    write("kept.", letter("other", null, -1, "u-1", new byte[] {1}));
    write("kept.", letter("other", "foreign.topic", 0, "u-1", new byte[] {1}));
    write("kept.", letter("no-key", "kept.items", 0, null, new byte[] {1}));
    CommandRun replay = laser("kept.", "replay", "--all");
    assertEquals(0, replay.exitCode(), replay.err());
    assertTrue(replay.out().contains("it came from no topic"), replay.out());
    assertTrue(
        replay.out().contains("it came from foreign.topic, which does not start with kept."),
        replay.out());
    assertTrue(replay.out().contains("it has no key"), replay.out());
    assertTrue(replay.out().endsWith("0 of 3 letters sent back.\n"), replay.out());
  }

  @Test
  void shouldRefuseWhatNoLetterCanMatch() throws Exception {
    provision("odd.");
    write("odd.", letter("older-reason", "odd.interactions", 0, "u-1", new byte[] {1}));
    String id = laser("odd.", "list").out().split(" ", -1)[0];

    for (String command : List.of("list", "replay")) {
      refused(
          command,
          "--reason",
          "unreadible",
          "'unreadible', which no app gives. odd.dead-letters has {older-reason=1}; possible are");
      refused(
          command,
          "--id",
          "3@7",
          "There is no dead letter 3@7 on odd.dead-letters, which has " + id + " to " + id);
      refused(command, "--id", "99@0", "There is no dead letter 99@0");
      refused(command, "--id", "99999999999@0", "must be PARTITION@OFFSET");
      refused(
          command,
          "--from",
          "interactions",
          "'interactions', which is none of the topics with the prefix 'odd.'");
    }
    assertEquals(List.of(), read("odd.interactions"));

    assertTrue(
        laser("odd.", "list", "--reason", "older-reason", "--id", "0" + id)
            .out()
            .contains("1 dead letters"));
    assertEquals(
        "No dead letters.\n",
        laser("odd.", "list", "--reason", "too-large", "--from", "odd.items").out());
  }

  private static void refused(String command, String option, String value, String because) {
    CommandRun run = laser("odd.", command, option, value);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(because), run.err());
  }

  @Test
  void shouldSayThatTheTopicIsMissing() {
    CommandRun list = laser("missing.", "list");
    assertEquals(2, list.exitCode());
    assertTrue(list.err().contains("There is no topic missing.dead-letters"), list.err());
  }

  private static void provision(String prefix) {
    TopicProvisioner.provision(
        cluster.bootstrapServers(), cluster.registryUrl(), Layout.standard().withPrefix(prefix));
  }

  private static CommandRun laser(String prefix, String... args) {
    return CommandRun.laser(
        Stream.concat(
                Stream.of(
                    "dead-letters",
                    args[0],
                    "--bootstrap",
                    cluster.bootstrapServers(),
                    "--prefix",
                    prefix),
                Stream.of(args).skip(1))
            .toArray(String[]::new));
  }

  private static DeadLetter letter(
      String reason, String topic, int partition, String key, byte[] value) {
    return new DeadLetter(
        "test",
        reason,
        "because of\na test",
        topic,
        partition,
        5,
        key == null ? null : key.getBytes(UTF_8),
        value);
  }

  private static void write(String prefix, DeadLetter letter) throws Exception {
    RecordHeaders original = new RecordHeaders();
    original.add("trace", "t-1".getBytes(UTF_8));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              letter.toRecord(
                  Topic.DEAD_LETTERS.on(prefix),
                  original,
                  new BadRecordException(letter.reason(), "x")))
          .get();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }
}
