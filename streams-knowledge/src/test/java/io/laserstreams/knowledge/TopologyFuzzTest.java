package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged records of every input: each is processed or becomes a dead letter, and the stream
 * continues.
 */
@Tag("fuzz")
class TopologyFuzzTest {
  private static final int RECORDS = 2_000;
  private static final int AT_A_TIME = 100;
  private static final String KEY = "ann";

  @TempDir Path state;
  private Harness harness;

  @BeforeEach
  void open() {
    harness = new Harness(state);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERACTIONS", "USERS", "ITEMS", "KNOWLEDGE_ANSWERS"})
  void shouldProcessOrRefuseEachRecordOfATopicAndContinue(Topic topic) {
    harness.clicks(KEY, 1, 3);
    List<byte[]> honest =
        honest(topic).stream().map(record -> harness.bytes(topic, record)).toList();
    Map<String, Integer> letters = new TreeMap<>();
    int[] sent = {0};
    CodecFuzz.records(
        RECORDS,
        honest,
        bytes -> {
          harness.sendBytes(topic, KEY, bytes);
          List<String> reasons = harness.deadLetterReasons();
          assertTrue(reasons.size() <= 1, reasons.toString());
          reasons.forEach(reason -> letters.merge(reason, 1, Integer::sum));
          if (++sent[0] % AT_A_TIME == 0) {
            // Requests that follow from processed records time out and are abandoned, too.
            harness.advance(Duration.ofMinutes(5));
            harness.deadLetters();
          }
        });
    int refused = letters.values().stream().mapToInt(count -> count).sum();
    assertTrue(letters.containsKey(DeadLetter.UNREADABLE) && refused < RECORDS, letters.toString());
    harness.requests();
    harness.clicks("bob", 1, 3);
    assertEquals("bob", harness.onlyRequest().getSubjectId());
  }

  private List<? extends SpecificRecord> honest(Topic topic) {
    long now = harness.now();
    return switch (topic) {
      case INTERACTIONS ->
          List.of(
              Harness.interaction(InteractionKind.CLICK, KEY, "item1", now - 1, null),
              Harness.interaction(InteractionKind.RATING, KEY, "item2", now - 2, 4f),
              Harness.interaction(InteractionKind.RETRACTION, KEY, "item2", now, null));
      case USERS ->
          List.of(new User(KEY, Map.of("gender", "F"), now - 1), new User(KEY, Map.of(), 0L));
      case ITEMS ->
          List.of(
              new Item(
                  KEY,
                  "A title",
                  "A text",
                  List.of("Drama", "War"),
                  Map.of("year", "1999"),
                  now - 1));
      case KNOWLEDGE_ANSWERS -> List.of(Harness.answerTo(harness.onlyRequest()).build());
      default -> throw new IllegalArgumentException(topic + " is not an input");
    };
  }
}
