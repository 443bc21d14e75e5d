package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NotebookTest {
  private final Notebook notebook = new Notebook();

  @Test
  void shouldQueueWhatIsAskedForUntilItIsAccepted() {
    notebook.requested("item/1/5", seconds(1));
    notebook.requested("item/1/5", seconds(2));
    notebook.requested("user/2/8", seconds(3));
    assertEquals(new Notebook.Writing(0, 2, 8, 0, Optional.empty()), notebook.at(seconds(9)));

    notebook.accepted(knowledge("item/1/5", 100), seconds(9));

    assertEquals(
        new Notebook.Writing(
            1, 1, 7, 10, Optional.of(new Notebook.Note("item 1", "A film.", "onnx:m"))),
        notebook.at(seconds(10)));
    assertEquals(
        "1 written   1 in the queue, the oldest for 7 s   10 tokens/s",
        Notebook.line(notebook.at(seconds(10))));
  }

  @Test
  void shouldForgetTokensThatWereWrittenLongAgo() {
    notebook.accepted(knowledge("a", 100), seconds(1));
    notebook.accepted(knowledge("b", 50), seconds(10));

    assertEquals(15, notebook.at(seconds(11)).tokensPerSecond());
    assertEquals(5, notebook.at(seconds(12)).tokensPerSecond());
    assertEquals(0, notebook.at(seconds(30)).tokensPerSecond());
    assertEquals("2 written   0 in the queue", Notebook.line(notebook.at(seconds(30))));
  }

  private static Knowledge knowledge(String requestId, long tokens) {
    return new Knowledge(
        SubjectKind.ITEM,
        "1",
        5L,
        0L,
        "A film.",
        List.of(),
        new Provenance("onnx:m", "p", List.of(), 0L, requestId, 200L, tokens));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
