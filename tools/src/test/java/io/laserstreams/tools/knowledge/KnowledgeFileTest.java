package io.laserstreams.tools.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeFileTest {
  private static final long TIME = 1_790_000_000_123L;

  @TempDir Path folder;

  private static Knowledge knowledge(
      SubjectKind kind, String id, long position, KnowledgeVector... vectors) {
    List<KnowledgeVector> all = List.of(vectors);
    return Knowledge.newBuilder()
        .setSubjectKind(kind)
        .setSubjectId(id)
        .setPosition(position)
        .setBasedOnEventTime(TIME)
        .setText("Likes \"slow\" films,\nand tea.")
        .setVectors(all)
        .setProvenance(
            Provenance.newBuilder()
                .setGenerator("openai:some-model")
                .setPromptVersion("laser-v1/films/abc")
                .setEncoders(all.stream().map(KnowledgeVector::getEncoderId).toList())
                .setGeneratedAt(TIME + 1)
                .setRequestId("user:x:7:" + id)
                .setPromptTokens(700)
                .setCompletionTokens(100)
                .build())
        .build();
  }

  @Test
  void shouldGiveBackWhatWasWrittenAsAnswersThatNobodyAskedFor() {
    Knowledge user =
        knowledge(
            SubjectKind.USER,
            "NA",
            7,
            new KnowledgeVector("tiny", List.of(0.1f, -1.5e-30f, 3.4e38f)),
            new KnowledgeVector("wide", List.of(1f, 2f, 3f, 4f)));
    Knowledge item =
        knowledge(SubjectKind.ITEM, "00 1", TIME, new KnowledgeVector("wide", List.of(4f)));
    Path file = folder.resolve("k.parquet");
    try (var writer = new KnowledgeFileWriter(file, List.of("tiny", "wide"))) {
      writer.write(user, TIME + 2);
      writer.write(item, TIME + 3);
    }
    List<KnowledgeAnswer> answers = new ArrayList<>();
    new KnowledgeFileReader(file).forEach(answers::add);
    assertEquals(
        List.of(
            answer("import:user:7:NA", user), answer("import:item:%d:00 1".formatted(TIME), item)),
        answers);
  }

  private static KnowledgeAnswer answer(String requestId, Knowledge knowledge) {
    return KnowledgeAnswer.newBuilder()
        .setRequestId(requestId)
        .setSubjectKind(knowledge.getSubjectKind())
        .setSubjectId(knowledge.getSubjectId())
        .setPosition(knowledge.getPosition())
        .setBasedOnEventTime(knowledge.getBasedOnEventTime())
        .setText(knowledge.getText())
        .setVectors(knowledge.getVectors())
        .setProvenance(knowledge.getProvenance())
        .build();
  }

  @Test
  void shouldRefuseOtherFiles() throws IOException {
    Path csv = Files.writeString(folder.resolve("k.csv"), "kind,id\nuser,1\n");
    assertTrue(
        assertThrows(UserException.class, () -> new KnowledgeFileReader(csv))
            .getMessage()
            .contains("no column vector_ENCODER"));
    Path odd =
        Files.write(
            folder.resolve("odd.csv"),
            List.of(
                "kind,id,position,based_on_event_time,text,generator,prompt_version,generated_at,"
                    + "request_id,prompt_tokens,completion_tokens,vector_a",
                "pet,1,1,2026-01-01,t,g,p,2026-01-01,r,0,0,1"));
    assertEquals(
        odd + ", line 2, column 'kind': 'pet' is neither user nor item",
        assertThrows(
                InvalidDatasetException.class,
                () -> new KnowledgeFileReader(odd).forEach(answer -> {}))
            .getMessage());
  }
}
