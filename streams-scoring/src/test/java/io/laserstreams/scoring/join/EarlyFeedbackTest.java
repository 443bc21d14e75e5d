package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.InteractionKind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EarlyFeedbackTest {
  /** Earlier builds stored a kind's ordinal. */
  @ParameterizedTest
  @EnumSource
  void shouldReadWhatItWroteWithAStableCodeForEachKind(InteractionKind kind) {
    StateWriter out = new StateWriter(1);
    EarlyFeedback feedback = new EarlyFeedback("i1", "item", kind, 3, 4, 5);
    feedback.write(out);
    StateWriter expected =
        new StateWriter(1)
            .text("i1")
            .text("item")
            .number(List.of(InteractionKind.values()).indexOf(kind))
            .number(3)
            .real(4f)
            .number(5);
    assertEquals(feedback, EarlyFeedback.read(new StateReader(out.toBytes(), 1, "early feedback")));
    assertArrayEquals(expected.toBytes(), out.toBytes());
  }
}
