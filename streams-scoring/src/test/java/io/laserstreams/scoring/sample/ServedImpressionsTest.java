package io.laserstreams.scoring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedImpressionsTest {
  private static final SampleBounds BOUNDS = new SampleBounds(100, 10, 10, 3, 64, 1_000, 3);

  private final InMemoryByteStore served = new InMemoryByteStore();
  private final InMemoryByteStore slates = new InMemoryByteStore();
  private final SampleStores stores = new SampleStores(served, slates, new InMemoryByteStore());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SampleMetrics metrics = new SampleMetrics(registry);
  private final List<TrainingSample> samples = new ArrayList<>();
  private final SampleJoin join = new SampleJoin(stores, BOUNDS, metrics, samples::add);
  private final ServedImpressions impressions = new ServedImpressions(stores, new InMemoryByteStore(), join, BOUNDS, metrics);

  @Test
  void shouldForgetTheOldestEarlyWhereThereAreTooMany() {
    for (int i = 0; i < 5; i++) {
      serve("i" + i, 0);
    }
    assertFalse(impressions.contains("i1"));
    assertTrue(impressions.contains("i2"));
    assertEquals(3, served.size());
    assertEquals(3, slates.size());
    assertEquals(2, registry.get("laser.impressions.forgotten.early").counter().count());
    assertEquals(2, registry.get("laser.samples.nothing.shown").counter().count());
  }

  @Test
  void shouldCloseByTheClockBeforeItForgets() {
    serve("i0", 0);
    impressions.sweep(109);
    assertEquals(1, slates.size());
    impressions.sweep(110);
    assertEquals(0, slates.size());
    assertTrue(impressions.contains("i0"));
    impressions.sweep(1_000);
    assertFalse(impressions.contains("i0"));
    assertEquals(0, served.size());
  }

  @Test
  void shouldNotCloseTwiceWhatEventTimeHasClosed() {
    serve("i0", 0);
    join.join(new io.laserstreams.schema.Interaction("c0", "u", "item", 1L, io.laserstreams.schema.InteractionKind.CLICK, "i0",
        null, null));
    join.closeUntil("u", 110, 110);
    impressions.sweep(500);
    assertEquals(List.of(WindowClose.EVENT_TIME), samples.stream().map(TrainingSample::getClosedBy).toList());
  }

  private void serve(String impressionId, long now) {
    join.open(join.closeUntil("u", Long.MIN_VALUE, now), new ServedSlate(impressionId, "u", 0, null, Map.of(), Map.of(), List.of(), null, null,
        List.of(new ServedSlate.Candidate("item", 0, 1, null, new float[0]))), now);
    impressions.remember(impressionId, "u", 0, true, now);
  }
}
