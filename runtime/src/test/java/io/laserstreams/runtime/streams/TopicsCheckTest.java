package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TopicsCheckTest {
  private final TopicsCheck check =
      new TopicsCheck(
          "laser-scoring",
          new Topology()
              .addSource("events", "l.interactions")
              .addSource("asks", "l.impressions")
              .addProcessor("score", Nothing::new, "events", "asks")
              .addStateStore(
                  Stores.keyValueStoreBuilder(
                      Stores.inMemoryKeyValueStore("histories"),
                      Serdes.String(),
                      Serdes.ByteArray()),
                  "score")
              .addSink("out", "l.scores", "score")
              .addSource("other", "l.models")
              .addProcessor("load", Nothing::new, "other")
              .describe(),
          "l.dead-letters");

  @Test
  void shouldRequireSourcesSinksAndDeadLetters() {
    assertEquals(
        Set.of("l.interactions", "l.impressions", "l.scores", "l.models", "l.dead-letters"),
        check.required());
    assertEquals(Set.of("laser-scoring-histories-changelog"), check.changelogs());
  }

  @Test
  void shouldAcceptTopicsThatFit() {
    assertEquals(
        Optional.empty(),
        check.contradiction(
            Map.of("l.interactions", 6, "l.impressions", 6, "l.scores", 3, "l.models", 1)));
    assertEquals(
        Optional.empty(),
        check.contradiction(
            Map.of(
                "l.interactions",
                6,
                "l.impressions",
                6,
                "l.models",
                1,
                "laser-scoring-histories-changelog",
                6)));
  }

  @Test
  void shouldFindTopicsThatCannotShareState() {
    String found =
        check
            .contradiction(Map.of("l.interactions", 6, "l.impressions", 8, "l.models", 1))
            .orElseThrow();

    assertTrue(
        found.contains("share the state [histories]")
            && found.contains("{l.impressions=8, l.interactions=6}"),
        found);
  }

  @Test
  void shouldFindStateOfAnotherPartitionCount() {
    String found =
        check
            .contradiction(
                Map.of(
                    "l.interactions",
                    8,
                    "l.impressions",
                    8,
                    "l.models",
                    1,
                    "laser-scoring-histories-changelog",
                    6))
            .orElseThrow();

    assertTrue(
        found.contains(
            "laser-scoring-histories-changelog has 6 partitions, but [l.impressions,"
                + " l.interactions] have 8"),
        found);
  }

  private static final class Nothing extends ContextualProcessor<Object, Object, Object, Object> {
    @Override
    public void process(Record<Object, Object> record) {
      context().forward(record);
    }
  }
}
