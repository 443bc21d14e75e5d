package io.laserstreams.knowledge.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
  private final AnswerCheck check = new AnswerCheck(Map.of("known", 2));

  @Test
  void shouldAcceptAValidAnswer() {
    check.validate("u", answer("text", new KnowledgeVector("known", List.of(0f, 1f))));
    check.validate(
        "u",
        answer(
            "text",
            new KnowledgeVector("known", List.of(0f, 1f)),
            new KnowledgeVector("new", List.of(1f))));
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertBad(
        "vector-size",
        "size 3 by encoder known, expected 2",
        answer("text", new KnowledgeVector("known", List.of(0f, 1f, 2f))));
    assertBad(
        "vector-size",
        "size 0 by encoder new",
        answer("text", new KnowledgeVector("new", List.of())));
    assertBad(
        "vector-not-finite",
        "Infinity at 1",
        answer("text", new KnowledgeVector("known", List.of(0f, Float.POSITIVE_INFINITY))));
    assertBad(
        "duplicate-encoder",
        "known",
        answer(
            "text",
            new KnowledgeVector("known", List.of(0f, 1f)),
            new KnowledgeVector("known", List.of(0f, 1f))));
    assertBad("no-vector", "request r", answer("text"));
    assertBad("empty-text", "request r", answer("", new KnowledgeVector("known", List.of(0f, 1f))));
  }

  private void assertBad(String reason, String words, KnowledgeAnswer answer) {
    BadRecordException bad =
        assertThrows(BadRecordException.class, () -> check.validate("u", answer));
    assertEquals(reason, bad.reason());
    assertTrue(bad.getMessage().contains(words), bad.getMessage());
  }

  private static KnowledgeAnswer answer(String text, KnowledgeVector... vectors) {
    return new KnowledgeAnswer(
        "r",
        SubjectKind.USER,
        "u",
        1L,
        1L,
        text,
        List.of(vectors),
        new Provenance("template:v1", "p1", List.of("known"), 1L, "r", 0L, 0L));
  }
}
