package io.laserstreams.tools.knowledge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.learning.dataset.description.DatasetDescription.Label;
import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandInNotesTest {
  private static final float EXACTLY = 1e-6f;

  private final StandInNotes notes =
      new StandInNotes(
          Map.of("x", new float[] {1, 0}, "y", new float[] {0, 1}),
          new Label(null, 3.0, null, null, null));

  @Test
  void shouldBeTheDirectionOfWhatTheRequestSaysWasLiked() {
    notes.write(request("u", event("x", 5f), event("y", 1f)), 10);
    notes.write(request("u", event("x", 5f), event("y", 4f), event("unknown", 5f)), 20);
    assertArrayEquals(new float[] {1, 0}, notes.byUser().get("u").get(10L), EXACTLY);
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half}, notes.byUser().get("u").get(20L), EXACTLY);
  }

  @Test
  void shouldTakeAClickForALike() {
    notes.write(request("u", event("y", null)), 10);
    assertArrayEquals(new float[] {0, 1}, notes.byUser().get("u").get(10L), EXACTLY);
  }

  @Test
  void shouldSayNothingOfWhoLikedNothing() {
    notes.write(request("u", event("x", 2f), event("unknown", 5f)), 10);
    assertEquals(Set.of(), notes.byUser().keySet());
  }

  private static HistoryEntry event(String item, Float value) {
    return new HistoryEntry(item, item, List.of(), value, 0L);
  }

  private static KnowledgeRequest request(String user, HistoryEntry... history) {
    return new KnowledgeRequest(
        "id",
        SubjectKind.USER,
        user,
        1L,
        1L,
        1,
        Map.of(),
        "",
        "",
        List.of(),
        Arrays.asList(history),
        0L);
  }
}
