package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstModelTest {
  private final FirstModel model = new FirstModel(1_000, 100, Duration.ofSeconds(4));

  @Test
  void shouldCountTheWindowThatHasNotClosed() {
    assertEquals(
        "the first one starts to train in about 13 s, it has 0 of 1,000 samples", model.text(1, 0));
  }

  @Test
  void shouldCountDownWithTheSamples() {
    assertEquals(
        "the first one starts to train in about 3 s, it has 750 of 1,000 samples",
        model.text(11, 750));
  }

  @Test
  void shouldSayThatItTrainsOnceThereAreEnough() {
    assertEquals("the first one trains on 1,200 samples", model.text(15, 1_200));
  }
}
