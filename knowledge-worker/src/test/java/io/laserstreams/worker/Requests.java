package io.laserstreams.worker;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Map;

/** Requests as streams-knowledge writes them. */
public final class Requests {
  private Requests() {}

  public static KnowledgeRequest user(
      String userId, Map<String, String> profile, HistoryEntry... history) {
    return new KnowledgeRequest(
        "USER/" + userId + "/" + history.length,
        SubjectKind.USER,
        userId,
        (long) history.length,
        1_000L,
        1,
        profile,
        "",
        "",
        List.of(),
        List.of(history),
        2_000L);
  }

  public static KnowledgeRequest item(
      String itemId,
      String title,
      String text,
      List<String> categories,
      Map<String, String> fields) {
    return new KnowledgeRequest(
        "ITEM/" + itemId + "/0",
        SubjectKind.ITEM,
        itemId,
        0L,
        0L,
        1,
        fields,
        title,
        text,
        categories,
        List.of(),
        2_000L);
  }

  public static KnowledgeRequest toyStory() {
    return item(
        "1",
        "Toy Story (1995)",
        "Toys come to life\nwhen nobody looks.",
        List.of("Animation", "Comedy"),
        Map.of("year", "1995", "director", "John Lasseter"));
  }

  public static HistoryEntry rated(String title, float value, String... categories) {
    return new HistoryEntry(title, title, List.of(categories), value, 0L);
  }

  public static HistoryEntry clicked(String title, String... categories) {
    return new HistoryEntry(title, title, List.of(categories), null, 0L);
  }
}
