package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.features.FeatureSource;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedSlateTest {
  private static final ServedSlate.Features FEATURES =
      new ServedSlate.Features(
          List.of("user.count"),
          new float[] {2},
          List.of("item.mean"),
          new FeatureSource(3, 4, 5, 6));

  @Test
  void shouldReadWhatItWrote() {
    var slate =
        new ServedSlate(
            "i1",
            "u1",
            100,
            Map.of("page", "home"),
            new ServedSlate.User(
                Map.of("gender", "F"),
                List.of(new SampleEvent("a", 4f, 50L), new SampleEvent("b", null, 60L)),
                new StoredVersion<>(7, 8, Map.of("e", new float[] {1, 2}))),
            "m1",
            FEATURES,
            List.of(new ServedSlate.Candidate("c", 0.5f, 0.25, 9L, new float[] {3.5f})));
    ServedSlate read = ServedSlate.decode(slate.encode());
    assertEquals(slate.context(), read.context());
    assertEquals("m1", read.modelVersion());
    assertEquals(slate.user().history(), read.user().history());
    assertEquals(slate.user().profile(), read.user().profile());
    assertArrayEquals(new float[] {1, 2}, read.user().knowledge().value().get("e"));
    assertEquals(FEATURES.source(), read.features().source());
    assertArrayEquals(new float[] {3.5f}, read.candidates().get(0).features());
    assertEquals(9L, read.candidates().get(0).knowledgePosition());
  }

  @Test
  void shouldReadTheLayoutsOfEarlierBuilds() {
    ServedSlate withoutItemInteractions =
        ServedSlate.decode(
            head(2)
                .flag(true)
                .texts(FEATURES.userNames())
                .vector(FEATURES.userValues())
                .texts(FEATURES.candidateNames())
                .number(3)
                .number(4)
                .number(6)
                .number(1)
                .text("c")
                .real(0.5f)
                .real(0.25)
                .optionalNumber(null)
                .vector(new float[] {3.5f})
                .toBytes());
    assertEquals(new FeatureSource(3, 4, -1, 6), withoutItemInteractions.features().source());
    assertArrayEquals(new float[] {3.5f}, withoutItemInteractions.candidates().get(0).features());

    ServedSlate withoutFeatures =
        ServedSlate.decode(
            head(1).number(1).text("c").real(0.5f).real(0.25).optionalNumber(null).toBytes());
    assertNull(withoutFeatures.features());
    assertEquals(0, withoutFeatures.candidates().get(0).features().length);
  }

  /** A slate without history and knowledge, up to its features. */
  private static StateWriter head(int layout) {
    return new StateWriter(layout)
        .text("i1")
        .text("u1")
        .number(100)
        .optionalText(null)
        .fields(Map.of())
        .fields(Map.of())
        .number(0)
        .flag(false);
  }
}
