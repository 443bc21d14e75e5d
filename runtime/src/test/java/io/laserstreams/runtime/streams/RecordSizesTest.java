package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordSizesTest {
  private static final int KAFKAS_DEFAULT = 1_048_588;

  @Test
  void shouldAcceptKafkasDefaultsWithOurs() {
    assertEquals(Optional.empty(), check(KAFKAS_DEFAULT, KAFKAS_DEFAULT, 4 << 20, 1_000_000));
  }

  @Test
  void shouldFindAnOutputTopicThatAcceptsLessThanIsWritten() {
    String found = check(KAFKAS_DEFAULT, 500_000, 4 << 20, 1_000_000).orElseThrow();

    assertTrue(
        found.contains("scores has max.message.bytes=500000, but max.record.bytes is 1000000"),
        found);
  }

  @Test
  void shouldFindADeadLetterTopicThatCannotHoldEveryRecord() {
    String found = check(2_000_000, KAFKAS_DEFAULT, KAFKAS_DEFAULT, 1_000_000).orElseThrow();

    assertTrue(
        found.contains(
            "dead has max.message.bytes=1048588, but must accept any record of [in], which may"
                + " have 2000000"),
        found);
  }

  private static Optional<String> check(int source, int sink, int deadLetters, int maxRecordBytes) {
    return RecordSizes.contradiction(
        Map.of("in", source, "scores", sink, "dead", deadLetters),
        Set.of("in"),
        Set.of("scores"),
        "dead",
        maxRecordBytes);
  }
}
