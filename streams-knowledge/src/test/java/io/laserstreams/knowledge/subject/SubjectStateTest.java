package io.laserstreams.knowledge.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import org.junit.jupiter.api.Test;

class SubjectStateTest {
  private static final SubjectState FULL =
      new SubjectState(
          1, new Accepted(2, 3), new Pending(4, 5, 6, 7), Long.MIN_VALUE, Long.MAX_VALUE - 1);

  @Test
  void shouldReadWhatItWrote() {
    assertEquals(FULL, SubjectState.decode(FULL.encode()));
    assertEquals(SubjectState.created(9), SubjectState.decode(SubjectState.created(9).encode()));
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = FULL.encode();
    bytes[0] = 7;
    String message =
        assertThrows(IllegalStateException.class, () -> SubjectState.decode(bytes)).getMessage();
    assertTrue(message.contains("version 7"), message);
  }

  @Test
  void shouldSettleTheRequestThatAnAnswerReaches() {
    SubjectState requested = SubjectState.created(1).requested(new Pending(10, 0, 1, 1), 99);
    SubjectState settled = requested.accepting(10, 50);
    assertNull(settled.pending());
    assertEquals(SubjectState.NO_WAKE, settled.wakeAt());
    assertEquals(new Accepted(10, 50), settled.accepted());
  }

  @Test
  void shouldKeepWaitingForALaterRequest() {
    SubjectState requested = SubjectState.created(1).requested(new Pending(10, 0, 1, 1), 99);
    SubjectState waiting = requested.accepting(9, 50);
    assertEquals(requested.pending(), waiting.pending());
    assertEquals(99, waiting.wakeAt());
  }

  @Test
  void shouldForgetAnAbandonedPositionOnceItIsAnswered() {
    assertEquals(8L, SubjectState.created(1).abandonedAt(8).accepting(7, 50).abandoned());
    assertNull(SubjectState.created(1).abandonedAt(8).accepting(8, 50).abandoned());
  }
}
