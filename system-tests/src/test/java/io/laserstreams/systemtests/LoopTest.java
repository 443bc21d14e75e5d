package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.apps.AppGroup;
import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.cli.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.Await;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The loop from outside: what users do, what is known of items, and what is broken, as the scores show it. */
@ExtendWith(ClusterUnderTest.class)
class LoopTest {
  @TempDir
  Path folder;

  @Test
  void shouldUseAClickInTheNextScoreAndNothingLaterThanTheImpression(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "click.", folder)) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      long now = System.currentTimeMillis();

      ScoredSlate before = system.score("before", "ann", now, "a", "b");
      assertEquals(ScoreOutcome.SCORED, before.getOutcome());
      assertEquals(0, before.getHistoryLength());

      system.click("c1", "ann", "a", now + 1);
      system.click("c1", "ann", "a", now + 1);
      system.click("c2", "ann", "b", now + 10);
      Await.until("a score that uses the click", () -> {
        ScoredSlate after = system.score("after-" + System.nanoTime(), "ann", now + 10, "a", "b");
        assertTrue(after.getHistoryLength() <= 1, "uses " + after.getHistoryLength() + " events, one was clicked before it");
        return after.getHistoryLength() == 1 && after.getNewestEventTime() == now + 1;
      });
    }
  }

  @Test
  void shouldScoreANewItemWithItsKnowledge(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "item.", folder)) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      ScoredSlate unknown = system.score("unknown", "bob", System.currentTimeMillis(), "film");
      assertFalse(unknown.getCandidates().get(0).getKnown());

      system.start(AppKind.KNOWLEDGE, Map.of());
      system.start(AppKind.WORKER, Map.of());
      system.item("film", "A Film About Space", "Science Fiction");
      Knowledge knowledge = system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, 1).get(0);
      assertEquals("film", knowledge.getSubjectId());
      assertEquals("template:v1", knowledge.getProvenance().getGenerator());
      Await.until("a score that uses the knowledge", () -> {
        ScoredSlate known = system.score("known-" + System.nanoTime(), "bob", System.currentTimeMillis(), "film");
        return known.getCandidates().get(0).getKnown() && known.getCandidates().get(0).getKnowledgePosition() != null;
      });
    }
  }

  @Test
  void shouldDeadLetterPoisonedRecordsAndGoOn(Cluster cluster) throws Exception {
    try (LaserSystem system = new LaserSystem(cluster, "poison.", folder)) {
      system.start(AppKind.SCORING, Map.of());
      long now = System.currentTimeMillis();
      raw(system, Topic.IMPRESSIONS, "eve", "no Avro at all".getBytes(UTF_8));
      raw(system, Topic.IMPRESSIONS, "eve", new byte[] {0, 0x7f, 0, 0, 0, 1, 2, 3});
      system.impression("far-future", "eve", now + Duration.ofDays(36_500).toMillis(), "a");
      system.impression("huge", "eve", now, candidates(1_001));

      ScoredSlate score = system.score("sound", "eve", now, "a", "b", "a");
      assertEquals(ScoreOutcome.NO_MODEL, score.getOutcome());
      assertEquals(2, score.getCandidates().size());
      assertEquals(ScoreOutcome.EMPTY_SLATE, system.score("empty", "eve", now).getOutcome());
      assertEquals(1_000, system.score("thousand", "eve", now, candidates(1_000)).getCandidates().size());

      Map<String, Integer> reasons = deadLetters(system, 4);
      assertEquals(4, reasons.values().stream().mapToInt(Integer::intValue).sum(), reasons.toString());
      assertEquals(3, reasons.size(), reasons.toString());
    }
  }

  @Test
  void shouldWaitForARegistryThatIsDownWithoutDeadLetters(Cluster cluster) throws Exception {
    try (LaserSystem system = new LaserSystem(cluster, "registry.", folder)) {
      long now = System.currentTimeMillis();
      system.impression("waits", "dan", now, "a");
      cluster.stopRegistry();
      try (AppGroup apps = new AppGroup()) {
        App scoring = apps.start(AppKind.SCORING.create(system.properties(Map.of("schema.registry.patience.ms", "500"))));
        Await.until("the app to wait: " + scoring.health(), () -> scoring.health().live());
        cluster.startRegistry();
        assertNotNull(system.scores(1, "waits").get(0));
        assertEquals(Map.of(), deadLetters(system, 0));
      }
    }
  }

  private static String[] candidates(int n) {
    return IntStream.range(0, n).mapToObj(i -> "item-" + i).toArray(String[]::new);
  }

  /** Dead letters by reason, once there are {@code atLeast}. */
  private static Map<String, Integer> deadLetters(LaserSystem system, int atLeast) {
    Map<String, Integer> reasons = new HashMap<>();
    try (RecordReader reader = system.reader(Topic.DEAD_LETTERS)) {
      Await.until(atLeast + " dead letters", () -> {
        for (RecordReader.Received received : reader.poll(Duration.ofMillis(500))) {
          reasons.merge(new String(received.record().headers().lastHeader("laser.reason").value(), UTF_8), 1, Integer::sum);
        }
        return reasons.values().stream().mapToInt(Integer::intValue).sum() >= atLeast;
      });
    }
    return reasons;
  }

  private static void raw(LaserSystem system, Topic topic, String key, byte[] value) throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", system.cluster().bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(system.topic(topic), key.getBytes(UTF_8), value)).get();
    }
  }
}
