package io.laserstreams.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void shouldKeepTheRateHoweverManyWereSent() {
    Schedule schedule = new Schedule(500, 300);

    assertEquals(500, schedule.intended(0));
    assertEquals(500 + 3_333_333, schedule.intended(1));
    assertEquals(500 + 1_000_000_000L, schedule.intended(300));
    assertEquals(500 + 3_600_000_000_000L, schedule.intended(300L * 3_600));
  }

  @Test
  void shouldSendAtOnceWhatIsOverdue() {
    new Schedule(System.nanoTime() - 10_000_000_000L, 1).await(3);
  }

  @Test
  void shouldSendAWindowsShareAndAtLeastOne() {
    List<Long> sent = new ArrayList<>();
    Schedule.play(1_000, Duration.ofMillis(5), sent::add);
    assertEquals(5, sent.size());
    assertEquals(4_000_000, sent.get(4) - sent.get(0));

    sent.clear();
    Schedule.play(1, Duration.ofMillis(5), sent::add);
    assertEquals(1, sent.size());
  }

  @Test
  void shouldRefuseARateThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(0, Double.NaN));
  }
}
