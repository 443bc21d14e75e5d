package io.laserstreams.scoring.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureMonitorTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FeatureMonitor monitor = new FeatureMonitor(registry);

  private static FeatureSpec.Streaming reading(String ofCandidate) {
    return new FeatureSpec.Streaming(
        List.of(new Standardised("user.count", 3, 2)),
        List.of(new Standardised(ofCandidate, 3.5f, 0.5f)),
        StreamingSettings.DEFAULT);
  }

  private double gauge(String name, String feature, String... tags) {
    return registry.get("laser.feature." + name).tag("feature", feature).tags(tags).gauge().value();
  }

  @Test
  void shouldMeasureTheDriftFromTraining() {
    Random random = new Random(1);
    for (int slate = 0; slate < 80_000; slate++) {
      float[] candidate = {(float) (4 + random.nextGaussian() / 4)};
      monitor.served(
          "m1",
          reading("item.mean"),
          new StreamingValues(new float[] {slate % 4 == 0 ? 0 : 4}, new float[][] {candidate}),
          1);
    }
    assertEquals(4, gauge("mean", "item.mean"), 0.02);
    assertEquals(1, gauge("drift", "item.mean"), 0.04);
    assertEquals(4, gauge("quantile", "item.mean", "quantile", "0.5"), 0.05);
    assertEquals(4 + 1.645 / 4, gauge("quantile", "item.mean", "quantile", "0.95"), 0.07);
    assertEquals(0, gauge("missing", "item.mean"));
    assertEquals(
        1,
        gauge("missing", "user.count"),
        "one slate in eight is sampled, and each of these has the default");
    assertEquals(1.5, gauge("drift", "user.count"), 1e-9);
  }

  @Test
  void shouldForgetOldValues() {
    for (int slate = 0; slate < 1_600_000; slate++) {
      float value = slate < 800_000 ? 1 : 5;
      monitor.served(
          "m1",
          reading("item.mean"),
          new StreamingValues(new float[] {1}, new float[][] {{value}}),
          1);
    }
    assertEquals(5, gauge("mean", "item.mean"), 1e-3);
  }

  @Test
  void shouldMonitorTheFeaturesOfANewModel() {
    monitor.served(
        "m1", reading("item.mean"), new StreamingValues(new float[] {1}, new float[][] {{1}}), 1);
    for (int slate = 0; slate < 8; slate++) {
      monitor.served(
          "m2",
          reading("item.bias"),
          new StreamingValues(new float[] {1}, new float[][] {{0.25f}}),
          1);
    }
    assertEquals(0.25, gauge("mean", "item.bias"), 1e-9);
    Gauge removed = registry.find("laser.feature.mean").tag("feature", "item.mean").gauge();
    assertNull(removed);
    assertTrue(registry.get("laser.slate.streaming").timer().count() == 9);
  }
}
