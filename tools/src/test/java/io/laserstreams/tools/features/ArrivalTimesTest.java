package io.laserstreams.tools.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.tools.client.RecordPosition;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {
  private static final long NOW = 1_000_000;

  private final ArrivalTimes arrivals = new ArrivalTimes();

  @Test
  void shouldBeTheEventTimeIfNothingIsLate() {
    assertEquals(10, arrivals.of(record(0, NOW), 10));
    assertEquals(10, arrivals.of(record(0, NOW), 10));
    assertEquals(20, arrivals.of(record(0, NOW), 20));
  }

  @Test
  void shouldBeAsFarAsItsPartition() {
    arrivals.of(record(0, NOW), 20);
    assertEquals(20, arrivals.of(record(0, NOW), 5));
    assertEquals(7, arrivals.of(record(1, NOW), 7), "another partition is somewhere else");
  }

  @Test
  void shouldNotTrustAClockThatIsAhead() {
    arrivals.of(record(0, NOW), NOW + 600_000);
    assertEquals(
        NOW + 3,
        arrivals.of(record(0, NOW + 3), NOW + 1),
        "it arrived no later than its record says");
    assertEquals(NOW + 9, arrivals.of(record(0, NOW + 8), NOW + 9), "nor before it happened");
  }

  private static RecordArrival record(int partition, long recordTime) {
    return new RecordArrival(new RecordPosition("interactions", partition, 0), recordTime);
  }
}
