package io.laserstreams.worker.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTextEncoderTest {
  private static final Map<String, TextEncoder> ENCODERS = new HashMap<>();

  @BeforeAll
  static void open() {
    EncoderRegistry registry = EncoderRegistry.standard();
    registry.ids().forEach(id -> ENCODERS.put(id, registry.open(id)));
  }

  @AfterAll
  static void close() {
    ENCODERS.values().forEach(TextEncoder::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v15-q", "all-minilm-l6-v2-q"})
  void shouldPlaceTextsOfSimilarMeaningCloser(String id) {
    TextEncoder encoder = ENCODERS.get(id);
    float[] space = encoder.encode("The user likes science fiction movies about space travel.");
    float[] outerSpace = encoder.encode("This person enjoys films set in outer space.");
    float[] knife = encoder.encode("A stainless steel kitchen knife for chopping vegetables.");

    assertTrue(
        dot(space, outerSpace) > dot(space, knife) + 0.2,
        "related " + dot(space, outerSpace) + ", unrelated " + dot(space, knife));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v15-q", "all-minilm-l6-v2-q"})
  void shouldGiveVectorsOfUnitLengthForAnyText(String id) {
    TextEncoder encoder = ENCODERS.get(id);
    for (String text :
        List.of(
            "", " ", "a", "日本語のテキスト", "\u0000\uD83D\uDE00 naïve <b>x</b>", "word ".repeat(5_000))) {
      float[] vector = encoder.encode(text);
      assertEquals(encoder.dimensions(), vector.length);
      assertEquals(1.0, dot(vector, vector), 5e-4, "up to half precision");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v15-q", "all-minilm-l6-v2-q"})
  void shouldGiveTheSameBitsAlwaysAndOnAnyThread(String id) {
    TextEncoder encoder = ENCODERS.get(id);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      texts.add("Film number " + i + " tells of a voyage. ".repeat(1 + i % 5));
    }
    List<float[]> alone = texts.stream().map(encoder::encode).toList();
    List<String> backwards = new ArrayList<>(texts);
    Collections.reverse(backwards);
    List<float[]> together = new ArrayList<>(new ParallelEncoding(encoder, 4).encode(backwards));
    Collections.reverse(together);

    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(alone.get(i), together.get(i), 0f);
    }
  }

  @Test
  void shouldReadTheFirstTokensOnly() {
    try (TextEncoder encoder = new OnnxTextEncoder(EncoderModel.MINILM, 16)) {
      String beginning =
          "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
      assertArrayEquals(
          encoder.encode(beginning), encoder.encode(beginning + " and something else"), 0f);
      assertFalse(Arrays.equals(encoder.encode(beginning), encoder.encode("zero " + beginning)));
    }
  }

  @Test
  void shouldReportProgress() {
    List<Integer> progress = Collections.synchronizedList(new ArrayList<>());
    new ParallelEncoding(ENCODERS.get("all-minilm-l6-v2-q"), 2)
        .encode(List.of("a", "b", "c"), progress::add);
    assertEquals(List.of(1, 2, 3), progress.stream().sorted().toList());
  }

  @Test
  void shouldRefuseUnknownEncodersAndImpossibleLengths() {
    Exception unknown =
        assertThrows(
            IllegalArgumentException.class, () -> EncoderRegistry.standard().open("bge-huge"));
    assertEquals(
        "Unknown text encoder 'bge-huge'; known are [all-minilm-l6-v2-q, bge-small-en-v15-q], and"
            + " folders, whose paths have a slash",
        unknown.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new OnnxTextEncoder(EncoderModel.MINILM, 513));
  }

  @Test
  void shouldRefuseWorkAfterClose() {
    TextEncoder encoder = EncoderRegistry.standard().open("all-minilm-l6-v2-q");
    encoder.close();
    encoder.close();
    assertThrows(IllegalStateException.class, () -> encoder.encode("too late"));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
