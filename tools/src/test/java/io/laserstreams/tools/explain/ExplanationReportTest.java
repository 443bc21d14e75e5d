package io.laserstreams.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.explain.LoggedSlate;
import io.laserstreams.crm.explain.SlateExplainer;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplanationReportTest {
  private static final long TIME = 1_000_000;
  private static final FeatureSpec SPEC =
      FeatureSpec.builder(5, new FeatureSpec.Capacity(20, 5, 5))
          .valueBounds(List.of(2.5f))
          .userFields(List.of("gender"))
          .categoriesPerItem(2)
          .itemEncoder(new FeatureSpec.Encoder("e", 3))
          .streaming(
              new FeatureSpec.Streaming(
                  List.of(new FeatureSpec.Standardised("user.count", 1, 1)),
                  List.of(new FeatureSpec.Standardised("item.mean", 3, 0.5f)),
                  StreamingSettings.DEFAULT))
          .build();

  private final ModelBundle bundle =
      ModelBundle.untrained("v1", Models.of(ModelChoice.parse("target-attention:item"), SPEC), 5);
  private final Scorer scorer = Scorer.open(bundle, Device.CPU);

  @AfterEach
  void close() {
    scorer.close();
  }

  @Test
  void shouldScoreASampleAgainExactlyAndReportWhatMovedIt() {
    TrainingSample sample = sample(logits());
    OwnAverages own = new OwnAverages();
    own.add(sample(new float[] {0, 0}));
    ExplanationReport report = report(sample, items(7), own);
    assertTrue(report.exact());
    assertEquals(List.of(), report.notes());
    assertEquals(
        List.of("a", "b"),
        report.candidates().stream().map(ExplanationReport.Candidate::itemId).toList());
    assertEquals(2.5f, moved(report, 1, "item.mean").value());
    String text = String.join("\n", report.text("b", 50));
    for (String part :
        List.of(
            "exact",
            "user.count",
            "item.mean",
            "Title of h, rated 4.0, 1 s before",
            "item knowledge",
            "profile",
            "What moved the logit of b (Title of b)",
            "over 1 other samples")) {
      assertTrue(text.contains(part), part + " is missing in\n" + text);
    }
    JsonNode json = new ObjectMapper().valueToTree(report);
    assertTrue(json.at("/candidates/0/effects/0/ofCatalogue").isNumber());
    assertTrue(json.at("/exact").asBoolean());
  }

  @Test
  void shouldSayThatTheModelReadsNoFeatures() {
    FeatureSpec plain = SPEC.withStreaming(null);
    var withoutFeatures =
        ModelBundle.untrained(
            "v2", Models.of(ModelChoice.parse("target-attention:item"), plain), 5);
    TrainingSample sample = sample(new float[] {0, 0});
    sample.put("modelVersion", "v2");
    sample.put("features", null);
    try (Scorer other = Scorer.open(withoutFeatures, Device.CPU)) {
      LoggedSlate slate = SampleSlate.of(sample, plain, items(7));
      ExplanationReport report =
          ExplanationReport.of(
              sample, new SlateExplainer(other, slate).explain(new OwnAverages()::of), items(7), 0);
      List<String> text = report.text(null, 50);
      assertTrue(
          text.get(text.size() - 1).startsWith("Model v2 reads no streaming features"),
          String.join("\n", text));
      assertFalse(
          String.join("\n", text).contains("has no other sample of the user"),
          "there is nothing that it would have to be known for");
    }
  }

  @Test
  void shouldReportWhichItemHasChangedSince() {
    LoggedItems items = items(8);
    items.item("a", item("a", TIME + 5, "other"));
    ExplanationReport report = report(sample(new float[] {9, 9}), items, new OwnAverages());
    assertFalse(report.exact());
    assertEquals(2, report.notes().size());
    assertTrue(
        report.notes().get(0).contains("item a is at position 8 now, the score used position 7"),
        report.notes().get(0));
    assertTrue(
        report.notes().get(1).startsWith("Item a was updated at 1970-01-01T00:16:40.005Z"),
        report.notes().get(1));
    assertNull(moved(report, 0, "user.count").ofUser());
  }

  @Test
  void shouldRefuseASampleWithOtherFeaturesThanTheModelReads() {
    TrainingSample sample = sample(new float[] {0, 0});
    sample.put("features", null);
    UserException refused =
        assertThrows(UserException.class, () -> SampleSlate.of(sample, SPEC, items(7)));
    assertTrue(
        refused
            .getMessage()
            .contains("has no streaming features, but model v1 reads [user.count] of users"),
        refused.getMessage());
  }

  private static ExplanationReport.Moved moved(
      ExplanationReport report, int candidate, String name) {
    return report.candidates().get(candidate).effects().stream()
        .filter(moved -> moved.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private float[] logits() {
    LoggedSlate slate = SampleSlate.of(sample(new float[] {0, 0}), SPEC, items(7));
    return scorer.logits(
        slate.user(),
        List.of(scorer.itemRows(slate.historyItems())),
        List.of(scorer.itemRows(slate.candidates())),
        slate.streaming());
  }

  private ExplanationReport report(TrainingSample sample, LoggedItems items, OwnAverages own) {
    LoggedSlate slate = SampleSlate.of(sample, SPEC, items);
    return ExplanationReport.of(
        sample, new SlateExplainer(scorer, slate).explain(own::of), items, own.samples());
  }

  private static LoggedItems items(long position) {
    LoggedItems items = new LoggedItems(SPEC, TIME, TIME);
    for (String id : List.of("a", "b", "h")) {
      items.item(id, item(id, 0, "c"));
    }
    items.knowledge(
        "a",
        new Knowledge(
            SubjectKind.ITEM,
            "a",
            position,
            0L,
            "text",
            List.of(new KnowledgeVector("e", List.of(0.6f, 0f, 0.8f))),
            new Provenance("g", "p", List.of("e"), 0L, "r", 0L, 0L)));
    return items;
  }

  private static Item item(String id, long updatedAt, String category) {
    return Item.newBuilder()
        .setItemId(id)
        .setTitle("Title of " + id)
        .setCategories(List.of(category))
        .setFields(Map.of())
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static TrainingSample sample(float[] logits) {
    ServedFeatures served =
        new ServedFeatures(
            List.of("user.count"), List.of(2f), List.of("item.mean"), 3L, 0L, 0L, 0L);
    return new TrainingSample(
        "s1",
        "u1",
        TIME,
        "v1",
        Map.of("gender", "F"),
        Map.of(),
        List.of(new SampleEvent("h", 4f, TIME - 1_500)),
        null,
        List.of(),
        served,
        List.of(
            new SampleCandidate("a", 1f, null, 0, (double) logits[0], 1.0, 7L, List.of(3.5f)),
            new SampleCandidate("b", 0f, null, 1, (double) logits[1], 1.0, null, List.of(2.5f))),
        WindowClose.EVENT_TIME,
        TIME);
  }
}
