package io.laserstreams.tools.explain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImpressionLogTest {
  @Test
  void shouldSayHowLongASampleTakes() {
    String message = ImpressionLog.withoutSample("i-1", Duration.ofMinutes(30));
    assertTrue(
        message.contains(
            "at least 30 minutes after the impression (attribution.window.ms is 1800000)"),
        message);
    assertTrue(
        ImpressionLog.withoutSample("i-1", Duration.ofSeconds(3)).contains("at least 3000 ms"));
  }
}
