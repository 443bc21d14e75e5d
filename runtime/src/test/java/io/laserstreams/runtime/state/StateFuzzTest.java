package io.laserstreams.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fuzz")
class StateFuzzTest {
  private record Everything(
      long number,
      int count,
      boolean flag,
      float real,
      double longReal,
      String text,
      Long optional,
      List<String> texts,
      Map<String, String> fields,
      float[] vector,
      Map<String, float[]> vectors) {
    static Everything read(byte[] state) {
      StateReader in = new StateReader(state, 1, "a test");
      return new Everything(
          in.number(),
          in.count(),
          in.flag(),
          in.real(),
          in.longReal(),
          in.text(),
          in.optionalNumber(),
          in.texts(),
          in.fields(),
          in.vector(),
          in.vectors());
    }

    byte[] write() {
      return new StateWriter(1)
          .number(number)
          .number(count)
          .flag(flag)
          .real(real)
          .real(longReal)
          .text(text)
          .optionalNumber(optional)
          .texts(texts)
          .fields(fields)
          .vector(vector)
          .vectors(vectors)
          .toBytes();
    }
  }

  @Test
  void shouldReadOrRefuseDamagedState() {
    List<byte[]> intact =
        List.of(
            new Everything(0, 0, false, 0, 0, "", null, List.of(), Map.of(), new float[0], Map.of())
                .write(),
            new Everything(
                    Long.MIN_VALUE,
                    -1,
                    true,
                    Float.NaN,
                    Math.PI,
                    "Zürich 雪",
                    9L,
                    List.of("one", "", "three"),
                    Map.of("a", "b", "c", ""),
                    new float[] {1, 2, 3},
                    Map.of("encoder", new float[] {4, 5}))
                .write());
    CodecFuzz.roundTrips(
        intact, UnreadableStateException.class, Everything::read, Everything::write);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        -5,
        -1,
        3,
        2_000_000_000,
        Integer.MAX_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void shouldRefuseACountThatTheBytesCannotHold(long count) {
    byte[] state = new StateWriter(1).number(count).flag(true).flag(true).toBytes();
    for (var reading :
        List.<Function<StateReader, Object>>of(
            StateReader::texts, StateReader::fields, StateReader::vector, StateReader::vectors)) {
      String message =
          assertThrows(
                  UnreadableStateException.class,
                  () -> reading.apply(new StateReader(state, 1, "a test")))
              .getMessage();
      assertEquals(
          "The state of a test cannot be read: it counts "
              + count
              + " where 2 bytes are left, at least ",
          message.substring(0, message.indexOf("least ") + 6));
      assertTrue(message.endsWith("reset the application's state"), message);
    }
  }
}
