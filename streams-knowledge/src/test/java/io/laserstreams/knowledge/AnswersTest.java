package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
  @TempDir Path dir;
  private Harness app;

  @BeforeEach
  void open() {
    app = new Harness(dir);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldAcceptOneAnswerPerPosition() {
    KnowledgeRequest request = asked();
    app.answer(request);
    app.answer(Harness.answerTo(request).setText("Another text").build());
    assertEquals(List.of("About u"), texts());
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "duplicate"));
    assertEquals(List.of(), app.deadLetterReasons());
  }

  @Test
  void shouldNeverReplaceAnAnswerWithAnOlderOne() {
    KnowledgeRequest first = asked();
    app.answer(first);
    texts();
    app.clicks("u", 4, 6);
    app.answer(Harness.answerTo(app.onlyRequest()).setText("New").build());
    app.answer(Harness.answerTo(first).setText("Old").build());
    assertEquals(List.of("New"), texts());
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "older"));
  }

  @Test
  void shouldIgnoreAnAnswerAboutAnUnknownSubject() {
    KnowledgeAnswer answer = Harness.answerTo(asked()).setSubjectId("stranger").build();
    app.answer(answer);
    assertEquals(List.of(), texts());
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "unknown-subject"));
  }

  @Test
  void shouldIgnoreAnAnswerToWhatWasNotRequested() {
    KnowledgeRequest request = asked();
    app.answer(Harness.answerTo(request).setRequestId("made up").build());
    app.answer(Harness.answerTo(request).setPosition(99).build());
    assertEquals(List.of(), texts());
    assertEquals(2, app.count("laser.knowledge.ignored", "reason", "not-asked"));
    app.answer(request);
    assertEquals(1, texts().size(), "the request was still in flight");
  }

  @Test
  void shouldNotLetAnAnswerClaimToBeBasedOnLessThanItsRequest() {
    KnowledgeRequest request = asked();
    app.answer(Harness.answerTo(request).setBasedOnEventTime(0).build());
    assertEquals(3, app.knowledge(SubjectKind.USER).get(0).value().getBasedOnEventTime());
  }

  @Test
  void shouldAcceptImportedKnowledgeOnceAndNoOlderOne() {
    app.clicks("u", 1, 2);
    app.answer(imported(2, 2, "Imported"));
    app.answer(imported(2, 2, "Imported again"));
    app.answer(imported(1, 1, "Imported late"));
    assertEquals(List.of("Imported"), texts());
    assertEquals(0, app.count("laser.knowledge.tokens", "kind", "user"), "paid for elsewhere");
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "duplicate"));
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "older"));
  }

  @Test
  void shouldKeepTheProvenanceOfImportedKnowledgeAndAskOnceItIsStale() {
    app.clicks("u", 1, 3);
    KnowledgeRequest request = app.onlyRequest();
    app.answer(imported(3, 3, "Imported"));
    Knowledge knowledge = app.knowledge(SubjectKind.USER).get(0).value();
    assertEquals("openai:elsewhere", knowledge.getProvenance().getGenerator());
    assertEquals("user:elsewhere", knowledge.getProvenance().getRequestId());
    app.answer(request);
    assertEquals(List.of(), texts(), "the import was the answer to the request in flight");
    app.clicks("u", 4, 6);
    assertEquals(6, app.onlyRequest().getPosition());
  }

  @Test
  void shouldIgnoreImportedKnowledgeThatIsBasedOnWhatIsNotKnownHere() {
    app.answer(imported(2, 2, "Nobody yet"));
    app.clicks("u", 5, 7);
    app.onlyRequest();
    app.answer(imported(9, 7, "More events than there are"));
    app.answer(imported(2, 4, "Of a life before the first event"));
    assertEquals(List.of(), texts());
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "unknown-subject"));
    assertEquals(2, app.count("laser.knowledge.ignored", "reason", "not-asked"));
  }

  private static KnowledgeAnswer imported(long position, long basedOnEventTime, String text) {
    return KnowledgeAnswer.newBuilder()
        .setRequestId("import:user:" + position + ":u")
        .setSubjectKind(SubjectKind.USER)
        .setSubjectId("u")
        .setPosition(position)
        .setBasedOnEventTime(basedOnEventTime)
        .setText(text)
        .setVectors(List.of(new KnowledgeVector(Harness.ENCODER, List.of(0.6f, 0.8f))))
        .setProvenance(
            Provenance.newBuilder()
                .setGenerator("openai:elsewhere")
                .setPromptVersion("p1")
                .setEncoders(List.of(Harness.ENCODER))
                .setGeneratedAt(1)
                .setRequestId("user:elsewhere")
                .setPromptTokens(700)
                .setCompletionTokens(100)
                .build())
        .build();
  }

  private KnowledgeRequest asked() {
    app.clicks("u", 1, 3);
    return app.onlyRequest();
  }

  private List<String> texts() {
    return app.knowledge(SubjectKind.USER).stream()
        .map(record -> record.value().getText())
        .toList();
  }
}
