package io.laserstreams.knowledge.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.subject.SubjectState.Accepted;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import io.laserstreams.knowledge.taste.AxisVectors;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.runtime.state.StateWriter;
import org.junit.jupiter.api.Test;

class SubjectStateTest {
  private static final Taste TASTE = AxisVectors.taste(3);
  private static final SubjectState FULL =
      new SubjectState(
          1,
          new Accepted(2, 3, TASTE),
          new Pending(4, 5, 6, 7, TASTE, new Cost(8, 9)),
          new Waiting(RefreshReason.DRIFT, 10, -0.25),
          Long.MIN_VALUE,
          Long.MAX_VALUE - 1);

  @Test
  void shouldReadWhatItWrote() {
    assertEquals(FULL, SubjectState.decode(FULL.encode()));
    assertEquals(SubjectState.created(9), SubjectState.decode(SubjectState.created(9).encode()));
  }

  /** As builds wrote it that did not measure drift. */
  @Test
  void shouldReadTheFirstLayout() {
    byte[] first =
        new StateWriter(1)
            .number(1)
            .number(Long.MAX_VALUE - 1)
            .flag(true)
            .number(2)
            .number(3)
            .flag(true)
            .number(4)
            .number(5)
            .number(6)
            .number(7)
            .optionalNumber(8L)
            .toBytes();
    assertEquals(
        new SubjectState(
            1,
            new Accepted(2, 3, null),
            new Pending(4, 5, 6, 7, null, Cost.NONE),
            null,
            8L,
            Long.MAX_VALUE - 1),
        SubjectState.decode(first));
    byte[] idle =
        new StateWriter(1).number(1).number(2).flag(false).flag(false).flag(false).toBytes();
    assertEquals(SubjectState.created(1).idleUntil(2), SubjectState.decode(idle));
  }

  @Test
  void shouldKeepTheTasteOfTheRequestThatIsAnswered() {
    SubjectState requested =
        SubjectState.created(1).requested(new Pending(10, 0, 1, 1, TASTE, Cost.NONE), 99);
    assertEquals(new Accepted(10, 50, TASTE), requested.accepting(10, 50, null).accepted());
    assertEquals(
        new Accepted(9, 50, null),
        requested.accepting(9, 50, null).accepted(),
        "what an earlier request was based on is not known any more");
    assertEquals(
        new Accepted(10, 50, TASTE),
        SubjectState.created(1).accepting(10, 50, TASTE).accepted(),
        "nothing was asked, and nothing has happened since");
  }

  @Test
  void shouldGoOnWaitingWhenAnEarlierRequestIsAnswered() {
    Waiting waiting = new Waiting(RefreshReason.GROWTH, 5, 1);
    assertEquals(
        waiting, SubjectState.created(1).waiting(waiting).accepting(9, 50, null).waiting());
    assertNull(
        SubjectState.created(1)
            .waiting(waiting)
            .requested(new Pending(10, 0, 1, 1, null, Cost.NONE), 99)
            .waiting());
    assertNull(SubjectState.created(1).waiting(waiting).idleUntil(7).waiting());
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
    SubjectState requested =
        SubjectState.created(1).requested(new Pending(10, 0, 1, 1, null, Cost.NONE), 99);
    SubjectState settled = requested.accepting(10, 50, null);
    assertNull(settled.pending());
    assertEquals(SubjectState.NO_WAKE, settled.wakeAt());
    assertEquals(new Accepted(10, 50, null), settled.accepted());
  }

  @Test
  void shouldKeepWaitingForALaterRequest() {
    SubjectState requested =
        SubjectState.created(1).requested(new Pending(10, 0, 1, 1, null, Cost.NONE), 99);
    SubjectState waiting = requested.accepting(9, 50, null);
    assertEquals(requested.pending(), waiting.pending());
    assertEquals(99, waiting.wakeAt());
  }

  @Test
  void shouldForgetAnAbandonedPositionOnceItIsAnswered() {
    assertEquals(8L, SubjectState.created(1).abandonedAt(8).accepting(7, 50, null).abandoned());
    assertNull(SubjectState.created(1).abandonedAt(8).accepting(8, 50, null).abandoned());
  }
}
