package io.laserstreams.worker;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.testsupport.InMemorySchemas;
import java.util.List;
import java.util.Map;

/** Requests as streams-knowledge writes them. */
public final class Requests {
  static {
    // Avro copies instances only of classes that it trusts, and it trusts ours from the first serde
    // on.
    new AvroSerializer<KnowledgeRequest>(new InMemorySchemas());
  }

  private Requests() {}

  public static KnowledgeRequest user(
      String userId, Map<String, String> profile, HistoryEntry... history) {
    return KnowledgeRequest.newBuilder()
        .setRequestId("USER/" + userId + "/" + history.length)
        .setSubjectKind(SubjectKind.USER)
        .setSubjectId(userId)
        .setPosition(history.length)
        .setBasedOnEventTime(1_000)
        .setAttempt(1)
        .setProfile(profile)
        .setHistory(List.of(history))
        .setRequestedAt(2_000)
        .build();
  }

  public static KnowledgeRequest item(
      String itemId,
      String title,
      String text,
      List<String> categories,
      Map<String, String> fields) {
    return KnowledgeRequest.newBuilder()
        .setRequestId("ITEM/" + itemId + "/0")
        .setSubjectKind(SubjectKind.ITEM)
        .setSubjectId(itemId)
        .setPosition(0)
        .setBasedOnEventTime(0)
        .setAttempt(1)
        .setProfile(fields)
        .setTitle(title)
        .setText(text)
        .setCategories(categories)
        .setHistory(List.of())
        .setRequestedAt(2_000)
        .build();
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
