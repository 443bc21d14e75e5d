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
            "attribution.window.ms says how long that takes after the impression: 30 minutes if"),
        message);
    assertTrue(
        ImpressionLog.withoutSample("i-1", Duration.ofSeconds(3)).contains(": 3000 ms if it"));
  }
}
