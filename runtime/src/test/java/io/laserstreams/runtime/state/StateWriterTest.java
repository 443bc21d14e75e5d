package io.laserstreams.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateWriterTest {
  @Test
  void shouldReadBackWhatWasWritten() {
    float[] vector = {1.5f, Float.MIN_VALUE, -0f};
    byte[] state =
        new StateWriter(3)
            .number(Long.MIN_VALUE)
            .number(Long.MAX_VALUE)
            .number(-1)
            .flag(true)
            .real(Float.NaN)
            .real(Math.PI)
            .text("Zürich 雪")
            .optionalText(null)
            .optionalText("")
            .optionalNumber(null)
            .optionalNumber(9L)
            .fields(Map.of("a", "b"))
            .texts(List.of("one", ""))
            .vector(vector)
            .vectors(Map.of("e", vector))
            .toBytes();
    StateReader in = new StateReader(state, 3, "a test");
    assertEquals(3, in.version());
    assertEquals(Long.MIN_VALUE, in.number());
    assertEquals(Long.MAX_VALUE, in.number());
    assertEquals(-1, in.number());
    assertTrue(in.flag());
    assertTrue(Float.isNaN(in.real()));
    assertEquals(Math.PI, in.longReal());
    assertEquals("Zürich 雪", in.text());
    assertNull(in.optionalText());
    assertEquals("", in.optionalText());
    assertNull(in.optionalNumber());
    assertEquals(9, in.optionalNumber());
    assertEquals(Map.of("a", "b"), in.fields());
    assertEquals(List.of("one", ""), in.texts());
    assertArrayEquals(vector, in.vector());
    assertArrayEquals(vector, in.vectors().get("e"));
    assertFalse(in.hasMore());
  }

  @Test
  void shouldKeepVectorsThatHalvesHoldInTwoBytesANumber() {
    float[] halves = {0.5f, -1.25f, HalfFloat.rounded(0.1f), 0};
    float[] floats = {0.5f, -1.25f, 0.1f, 0};
    byte[] small = new StateWriter(1).vectors(Map.of("e", halves)).toBytes();
    byte[] large = new StateWriter(1).vectors(Map.of("e", floats)).toBytes();

    assertEquals(2 * halves.length, large.length - small.length);
    assertArrayEquals(halves, new StateReader(small, 1, "a test").vectors().get("e"), 0f);
    assertArrayEquals(floats, new StateReader(large, 1, "a test").vectors().get("e"), 0f);
  }

  @Test
  void shouldReadVectorsOfEarlierBuilds() {
    byte[] state =
        new StateWriter(1).number(1).text("e").vector(new float[] {0.5f, 0.25f}).toBytes();

    assertArrayEquals(
        new float[] {0.5f, 0.25f}, new StateReader(state, 1, "a test").vectors().get("e"));
  }

  @Test
  void shouldGrow() {
    String text = "x".repeat(100_000);
    assertEquals(
        text, new StateReader(new StateWriter(1).text(text).toBytes(), 1, "a test").text());
  }

  @Test
  void shouldRefuseStateOfANewerBuild() {
    byte[] state = new StateWriter(2).number(1).toBytes();
    String message =
        assertThrows(IllegalStateException.class, () -> new StateReader(state, 1, "profiles"))
            .getMessage();
    assertTrue(message.contains("profiles") && message.contains("2"), message);
  }
}
