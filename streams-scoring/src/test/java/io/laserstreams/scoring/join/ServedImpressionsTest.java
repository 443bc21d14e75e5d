package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedImpressionsTest {
  private static final SampleBounds BOUNDS =
      new SampleBounds(
          new SampleBounds.Window(
              Duration.ofMillis(100), Duration.ofMillis(10), Duration.ofMillis(10), 64),
          new SampleBounds.Memory(Duration.ofSeconds(1), 3),
          3);

  private final InMemoryByteStore served = new InMemoryByteStore();
  private final InMemoryByteStore slates = new InMemoryByteStore();
  private final SampleStores stores = SampleStores.in(served, slates, new InMemoryByteStore());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SampleMetrics metrics = new SampleMetrics(registry);
  private final List<TrainingSample> samples = new ArrayList<>();
  private final SampleJoin join = new SampleJoin(stores, BOUNDS, metrics, samples::add);
  private final ServedImpressions impressions =
      new ServedImpressions(stores, new InMemoryByteStore(), join, BOUNDS, metrics);

  @Test
  void shouldForgetTheOldestEarlyIfThereAreTooMany() {
    for (int i = 0; i < 5; i++) {
      serve("i" + i, 0);
    }
    assertFalse(impressions.contains("u", "i1"));
    assertTrue(impressions.contains("u", "i2"));
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
    assertTrue(impressions.contains("u", "i0"));
    impressions.sweep(1_000);
    assertFalse(impressions.contains("u", "i0"));
    assertEquals(0, served.size());
  }

  @Test
  void shouldNotCloseAgainWhatEventTimeHasClosed() {
    serve("i0", 0);
    join.join(new Interaction("c0", "u", "item", 1L, InteractionKind.CLICK, "i0", null, null));
    join.closeUntil("u", 110, 110);
    impressions.sweep(500);
    assertEquals(
        List.of(WindowClose.EVENT_TIME),
        samples.stream().map(TrainingSample::getClosedBy).toList());
  }

  @Test
  void shouldReadTheStateOfEarlierBuildsByIdAlone() {
    InMemoryByteStore windows = new InMemoryByteStore();
    InMemoryByteStore log = new InMemoryByteStore();
    served.put("i0".getBytes(UTF_8), ServedImpression.opened("u", 0).encode());
    slates.put("i0".getBytes(UTF_8), slate("i0", "u").encode());
    windows.put(
        "u".getBytes(UTF_8), OpenWindows.EMPTY.with(new OpenWindows.Window("i0", 0)).encode());
    new ServedImpressionLog(log).append(new ServedImpressionLog.Entry(0, "u", "i0"));
    SampleStores upgraded = SampleStores.in(served, slates, windows);
    SampleJoin upgradedJoin = new SampleJoin(upgraded, BOUNDS, metrics, samples::add);
    ServedImpressions remembered =
        new ServedImpressions(upgraded, log, upgradedJoin, BOUNDS, metrics);

    assertTrue(remembered.contains("u", "i0"));
    assertFalse(remembered.contains("v", "i0"), "another user's");
    upgradedJoin.join(
        new Interaction("c0", "u", "item", 1L, InteractionKind.CLICK, "i0", null, null));
    upgradedJoin.closeUntil("u", 110, 110);
    assertEquals(
        List.of(1f),
        samples.stream().map(sample -> sample.getCandidates().get(0).getLabel()).toList());
    assertEquals(0, slates.size());
    assertTrue(remembered.contains("u", "i0"));
    remembered.sweep(1_000);
    assertEquals(0, served.size(), "the old entry is deleted with the new one");
  }

  private void serve(String impressionId, long now) {
    join.open(join.closeUntil("u", Long.MIN_VALUE, now), slate(impressionId, "u"), now);
    impressions.remember(impressionId, "u", 0, true, now);
  }

  private static ServedSlate slate(String impressionId, String userId) {
    return new ServedSlate(
        impressionId,
        userId,
        0,
        Map.of(),
        new ServedSlate.User(Map.of(), List.of(), null),
        null,
        null,
        List.of(new ServedSlate.Candidate("item", 0, 1, null, new float[0])));
  }
}
