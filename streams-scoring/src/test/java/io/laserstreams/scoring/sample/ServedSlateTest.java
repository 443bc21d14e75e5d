package io.laserstreams.scoring.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedSlateTest {
  private static final ServedSlate.Features FEATURES =
      new ServedSlate.Features(
          List.of("user.count"), new float[] {2}, List.of("item.mean"), 3, 4, 5, 6);

  @Test
  void shouldReadWhatItWrote() {
    var slate =
        new ServedSlate(
            "i1",
            "u1",
            100,
            "m1",
            Map.of("gender", "F"),
            Map.of("page", "home"),
            List.of(new SampleEvent("a", 4f, 50L), new SampleEvent("b", null, 60L)),
            new StoredVersion<>(7, 8, Map.of("e", new float[] {1, 2})),
            FEATURES,
            List.of(new ServedSlate.Candidate("c", 0.5f, 0.25, 9L, new float[] {3.5f})));
    ServedSlate read = ServedSlate.decode(slate.encode());
    assertEquals(slate.history(), read.history());
    assertEquals(slate.profile(), read.profile());
    assertArrayEquals(new float[] {1, 2}, read.knowledge().value().get("e"));
    assertEquals(FEATURES.itemInteractions(), read.features().itemInteractions());
    assertEquals(FEATURES.basis(), read.features().basis());
    assertArrayEquals(new float[] {3.5f}, read.candidates().get(0).features());
    assertEquals(9L, read.candidates().get(0).knowledgePosition());
  }

  @Test
  void shouldReadWhatWasServedBeforeAnUpgrade() {
    ServedSlate withoutItemInteractions =
        ServedSlate.decode(
            head(2)
                .flag(true)
                .texts(FEATURES.ofUser())
                .vector(FEATURES.userValues())
                .texts(FEATURES.ofCandidates())
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
    assertEquals(-1, withoutItemInteractions.features().itemInteractions());
    assertEquals(6, withoutItemInteractions.features().basis());
    assertArrayEquals(new float[] {3.5f}, withoutItemInteractions.candidates().get(0).features());

    ServedSlate withoutFeatures =
        ServedSlate.decode(
            head(1).number(1).text("c").real(0.5f).real(0.25).optionalNumber(null).toBytes());
    assertNull(withoutFeatures.features());
    assertEquals(0, withoutFeatures.candidates().get(0).features().length);
  }

  /** No history, no knowledge. */
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
