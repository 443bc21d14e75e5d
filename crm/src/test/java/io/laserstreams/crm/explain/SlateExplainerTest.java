package io.laserstreams.crm.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlateExplainerTest {
  private final Scorer scorer =
      Scorer.open(
          TestModels.bundle(TestModels.streamingModel("target-attention:both"), 3), Device.CPU);
  private final UserFeatures user = TestModels.user(1, 4);
  private final List<ItemFeatures> candidates =
      List.of(TestModels.item(7), TestModels.item(8), TestModels.item(9));
  private final StreamingValues streaming = TestModels.streaming(5, candidates.size());

  @AfterEach
  void close() {
    scorer.close();
  }

  @Test
  void shouldScoreTheSlateAgainToTheBit() {
    Explanation explanation = explain(slate(logits(user, candidates, streaming)));
    assertTrue(explanation.exact());
    assertEquals(List.of("item7", "item8", "item9"), explanation.itemIds());
  }

  @Test
  void shouldSayWhichCandidateHasAnotherLogitNow() {
    float[] logged = logits(user, candidates, streaming);
    logged[1] = Math.nextUp(logged[1]);
    Explanation explanation = explain(slate(logged));
    assertTrue(explanation.exact(0));
    assertFalse(explanation.exact(1));
    assertFalse(explanation.exact());
  }

  @Test
  void shouldSayWhatAFeatureMovedAgainstTheCatalogueAndAgainstTheUsersOwnAverage() {
    float[] with = logits(user, candidates, streaming);
    Explanation explanation =
        new SlateExplainer(scorer, slate(with))
            .explain(name -> name.equals("item.mean") ? 0.25f : null);
    Effect effect = named(explanation, "item.mean");
    float mean = TestModels.STREAMING.ofCandidate().get(0).mean();
    assertArrayEquals(
        less(with, logits(user, candidates, withItemMean(mean))), effect.ofCatalogue());
    assertArrayEquals(less(with, logits(user, candidates, withItemMean(0.25f))), effect.ofUser());
    assertNotNull(named(explanation, "user.count").ofCatalogue());
    assertNull(named(explanation, "user.count").ofUser(), "the user's own average is unknown");
  }

  @Test
  void shouldLeaveOutEachEventKnowledgeProfileAndContext() {
    float[] with = logits(user, candidates, streaming);
    Explanation explanation = explain(slate(with));
    assertEquals(
        4,
        explanation.effects().stream()
            .filter(effect -> effect.kind() == Effect.Kind.EVENT)
            .count());
    UserFeatures without = user.withHistory(user.history().subList(1, 4));
    Effect first =
        explanation.effects().stream()
            .filter(effect -> effect.kind() == Effect.Kind.EVENT)
            .findFirst()
            .orElseThrow();
    assertArrayEquals(less(with, logits(without, candidates, streaming)), first.ofCatalogue());
    for (Effect.Kind kind : Effect.Kind.values()) {
      assertTrue(
          explanation.effects().stream().anyMatch(effect -> effect.kind() == kind),
          kind + " is missing");
    }
    assertEquals(0, of(explanation, Effect.Kind.ITEM_KNOWLEDGE).ofCatalogue()[2], "item9 has none");
    assertFalse(of(explanation, Effect.Kind.ITEM_KNOWLEDGE).ofCatalogue()[0] == 0);
  }

  @Test
  void shouldPutWhatMovedACandidateMostFirst() {
    Explanation explanation = explain(slate(logits(user, candidates, streaming)));
    for (int c = 0; c < candidates.size(); c++) {
      List<Effect> effects = explanation.effects(c);
      for (int i = 1; i < effects.size(); i++) {
        assertTrue(
            Math.abs(effects.get(i - 1).ofCatalogue()[c])
                >= Math.abs(effects.get(i).ofCatalogue()[c]));
      }
    }
  }

  private Explanation explain(LoggedSlate slate) {
    return new SlateExplainer(scorer, slate).explain(name -> null);
  }

  private LoggedSlate slate(float[] logged) {
    List<Float> logits = new ArrayList<>();
    for (float logit : logged) {
      logits.add(logit);
    }
    return new LoggedSlate(user, TestModels.historyItems(user), candidates, streaming, logits);
  }

  private float[] logits(UserFeatures of, List<ItemFeatures> items, StreamingValues values) {
    return scorer.logits(
        of,
        List.of(scorer.itemRows(TestModels.historyItems(of))),
        List.of(scorer.itemRows(items)),
        values);
  }

  private StreamingValues withItemMean(float value) {
    float[][] changed = new float[candidates.size()][];
    for (int c = 0; c < changed.length; c++) {
      changed[c] = streaming.ofCandidates()[c].clone();
      changed[c][0] = value;
    }
    return new StreamingValues(streaming.ofUser(), changed);
  }

  private static float[] less(float[] with, float[] without) {
    float[] moved = new float[with.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = with[i] - without[i];
    }
    return moved;
  }

  private static Effect named(Explanation explanation, String name) {
    return explanation.effects().stream()
        .filter(effect -> effect.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Effect of(Explanation explanation, Effect.Kind kind) {
    return explanation.effects().stream()
        .filter(effect -> effect.kind() == kind)
        .findFirst()
        .orElseThrow();
  }
}
