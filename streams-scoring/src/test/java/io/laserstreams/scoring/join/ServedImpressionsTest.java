package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.runtime.state.StateWriter;
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
  private final InMemoryByteStore windows = new InMemoryByteStore();
  private final InMemoryByteStore log = new InMemoryByteStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SampleMetrics metrics = new SampleMetrics(registry);
  private final List<TrainingSample> samples = new ArrayList<>();
  private final SampleJoin join =
      new SampleJoin(new ServedSlates(served, 1_000), windows, BOUNDS, metrics, samples::add);
  private long nanos;
  private final ServedImpressions impressions = impressions();

  @Test
  void shouldForgetTheOldestEarlyIfThereAreTooMany() {
    for (int i = 0; i < 5; i++) {
      serve("i" + i, 0);
    }
    assertFalse(impressions.contains("u", "i1"));
    assertTrue(impressions.contains("u", "i2"));
    assertEquals(3, served.size());
    assertEquals(3, open());
    assertEquals(2, registry.get("laser.impressions.forgotten.early").counter().count());
    assertEquals(2, registry.get("laser.samples.nothing.shown").counter().count());
  }

  @Test
  void shouldCloseByTheClockBeforeItForgets() {
    serve("i0", 0);
    impressions.sweep(109);
    assertEquals(1, open());
    impressions.sweep(110);
    assertEquals(0, open());
    assertTrue(impressions.contains("u", "i0"));
    impressions.sweep(1_000);
    assertFalse(impressions.contains("u", "i0"));
    assertEquals(0, served.size());
  }

  @Test
  void shouldNotCloseAgainWhatEventTimeHasClosed() {
    serve("i0", 0);
    click("i0");
    join.closeUntil("u", 110, 110);
    impressions.sweep(500);
    assertEquals(
        List.of(WindowClose.EVENT_TIME),
        samples.stream().map(TrainingSample::getClosedBy).toList());
  }

  @Test
  void shouldStopASweepThatTakesLongAndContinueItInTheNextTurn() {
    serve("i0", 0);
    serve("i1", 0);
    ServedImpressions slow =
        new ServedImpressions(
            new ServedSlates(served, 1_000), log, join, BOUNDS, metrics, () -> nanos += 15_000_000);

    assertFalse(slow.sweep(110));
    assertEquals(1, open());
    assertFalse(slow.sweep(110));
    assertEquals(0, open());
    nanos = 0;
    assertTrue(impressions.sweep(110));
  }

  @Test
  void shouldForgetWhatWasServedTwiceBecauseACrashLostItsTime() {
    serve("i0", 0);
    impressions.served("i0", "u", 5);

    impressions.sweep(1_005);

    assertEquals(0, served.size());
    assertEquals(1, registry.get("laser.samples.nothing.shown").counter().count());
  }

  @Test
  void shouldReadTheStateOfEarlierBuilds() {
    byte[] key = {(byte) 0xFF, 0, 0, 0, 1, 'u', 'i', '0'};
    served.put(key, new StateWriter(1).text("u").number(0).flag(true).toBytes());
    windows.put(
        new byte[] {'u'}, new StateWriter(2).number(0).number(1).text("i0").number(0).toBytes());
    log.put(new byte[8], new StateWriter(1).number(0).text("u").text("i0").toBytes());

    ServedImpressions upgraded = impressions();
    assertTrue(upgraded.contains("u", "i0"));
    click("i0");
    upgraded.sweep(110);
    assertEquals(List.of(), samples, "its slate was elsewhere");
    join.open(join.closeUntil("u", Long.MIN_VALUE, 110), slate("i1", "u"), 110);
    upgraded.served("i1", "u", 110);
    click("i1");
    upgraded.sweep(1_000);
    assertFalse(upgraded.contains("u", "i0"));
    assertTrue(upgraded.contains("u", "i1"));
    assertEquals(List.of("i1"), samples.stream().map(TrainingSample::getImpressionId).toList());
  }

  private ServedImpressions impressions() {
    return new ServedImpressions(
        new ServedSlates(served, 1_000), log, join, BOUNDS, metrics, () -> nanos);
  }

  private void serve(String impressionId, long now) {
    join.open(join.closeUntil("u", Long.MIN_VALUE, now), slate(impressionId, "u"), now);
    impressions.served(impressionId, "u", now);
  }

  private void click(String impressionId) {
    join.join(
        join.closeUntil("u", Long.MIN_VALUE, 0),
        new Interaction("c0", "u", "item", 1L, InteractionKind.CLICK, impressionId, null, null));
  }

  private int open() {
    return OpenWindows.decode(windows.get(new byte[] {'u'})).count();
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
