package io.laserstreams.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeSentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A film. It is about | A film.
          A film. It is long. | A film. It is long.
          "A film." Some say "it | "A film."
          A film of 1.5 hours! It lasts 1. | A film of 1.5 hours! It lasts 1.
          Ein Film (1995). Er ist | Ein Film (1995).
          """)
  void shouldKeepWhatIsWhole(String text, String whole) {
    assertEquals(Optional.of(whole), WholeSentences.of(text));
  }

  @Test
  void shouldKeepNothingOfHalfASentence() {
    assertEquals(Optional.empty(), WholeSentences.of("A film about"));
    assertEquals(Optional.empty(), WholeSentences.of(""));
  }
}
