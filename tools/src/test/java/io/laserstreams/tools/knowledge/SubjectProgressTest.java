package io.laserstreams.tools.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.knowledge.SubjectProgress.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectProgressTest {
  private final SubjectProgress item = new SubjectProgress(SubjectKind.ITEM);

  private static KnowledgeRequest request(long position) {
    return KnowledgeRequest.newBuilder()
        .setRequestId("r" + position)
        .setSubjectKind(SubjectKind.ITEM)
        .setSubjectId("i")
        .setPosition(position)
        .setBasedOnEventTime(position)
        .setAttempt(1)
        .setHistory(List.of())
        .setRequestedAt(0)
        .build();
  }

  @Test
  void shouldBeDoneOnceTheNewestRequestIsAnswered() {
    assertFalse(item.isThere());
    item.exists(true);
    assertTrue(item.isThere());
    assertEquals(Stage.NOT_ASKED, item.stage());
    item.requested(request(5), 100);
    assertEquals(Stage.WAITING, item.stage());
    item.known(5L, 1_000);
    assertEquals(Stage.DONE, item.stage());
    item.requested(request(7), 200);
    assertEquals(Stage.WAITING, item.stage());
    item.known(7L, 1_000);
    assertEquals(Stage.DONE, item.stage());
  }

  @Test
  void shouldForgetWhatWasAskedBeforeADeletion() {
    item.exists(true);
    item.requested(request(5), 100);
    item.known(null, 200);
    item.exists(false);
    assertFalse(item.isThere());
    assertEquals(Stage.NOT_ASKED, item.stage());
    var user = new SubjectProgress(SubjectKind.USER);
    user.requested(request(5), 100);
    user.givenUp(request(5), 150);
    assertTrue(user.isThere());
    user.known(null, 200);
    assertFalse(user.isThere());
    user.requested(request(3), 300);
    assertTrue(user.isThere());
    assertEquals(Stage.WAITING, user.stage());
    user.known(3L, 400);
    assertEquals(Stage.DONE, user.stage());
  }

  @Test
  void shouldBeDoneWithoutARequestOnItsTopic() {
    item.known(5L, 1_000);
    assertEquals(Stage.DONE, item.stage());
  }

  @Test
  void shouldWaitWhileStreamsKnowledgeAsksAgain() {
    item.requested(request(5), 100);
    item.refused("cut-text", 150);
    assertEquals(Stage.WAITING, item.stage());
    assertNull(item.again());
  }

  @Test
  void shouldBeGivenUpUntilItIsAskedAgain() {
    item.requested(request(5), 100);
    item.refused("cut-text", 150);
    item.givenUp(request(5), 300);
    assertEquals(Stage.GIVEN_UP, item.stage());
    assertEquals("cut-text", item.reason());
    assertEquals(request(5), item.again());
    item.requested(request(5), 400);
    assertEquals(Stage.WAITING, item.stage());
    item.refused("model-refusal", 500);
    assertEquals(Stage.GIVEN_UP, item.stage(), "streams-knowledge does not repeat it");
    assertEquals("model-refusal", item.reason());
    item.requested(request(5), 600);
    item.known(5L, 1_000);
    assertEquals(Stage.DONE, item.stage());
  }

  @Test
  void shouldWaitForANewRequestAtALaterPositionWhateverItsWorkerSays() {
    item.givenUp(request(5), 300);
    assertEquals("no answer", item.reason());
    item.requested(request(6), 400);
    item.refused("cut-text", 500);
    assertEquals(Stage.WAITING, item.stage());
  }

  @Test
  void shouldBeGivenUpIfItsRecordCannotBeUsedUntilItIsAskedAbout() {
    item.exists(true);
    item.unusable("time-too-early", 50);
    assertEquals(Stage.GIVEN_UP, item.stage());
    assertEquals("time-too-early", item.reason());
    assertNull(item.again());
    item.requested(request(5), 100);
    assertEquals(Stage.WAITING, item.stage());
  }

  @Test
  void shouldSeeTheSameInAnyOrderOfTopics() {
    item.refused("model-refusal", 500);
    item.givenUp(request(5), 300);
    item.requested(request(5), 100);
    item.requested(request(5), 400);
    assertEquals(Stage.GIVEN_UP, item.stage());
  }
}
