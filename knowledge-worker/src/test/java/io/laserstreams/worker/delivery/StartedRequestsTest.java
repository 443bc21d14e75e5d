package io.laserstreams.worker.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartedRequestsTest {
  private static final int BROKERS_LIMIT = 4_096;

  @Test
  void shouldComeBackFromMetadata() {
    StartedRequests begun = new StartedRequests();
    begun.begin(7);
    begun.begin(9);
    begun.begin(9);
    begun.begin(8);
    begun.end(8);
    begun.begin(6);
    begun.giveBack(6);
    assertEquals("begun 7x1 9x2", begun.metadata());

    StartedRequests again = StartedRequests.parse(begun.metadata());
    assertEquals(1, again.times(7));
    assertEquals(2, again.times(9));
    assertEquals(0, again.times(8));
    again.giveBack(9);
    assertEquals("begun 7x1 9x1", again.metadata());
  }

  @Test
  void shouldSayNothingWhereNothingIsBegun() {
    assertEquals("", new StartedRequests().metadata());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "host-1",
        "7x1",
        "begun",
        "begun x",
        "begun 99999999999999999999x1",
        "begun 7x99999999999"
      })
  void shouldReadNothingFromWhatSomebodyElseWrote(String metadata) {
    assertEquals(0, StartedRequests.parse(metadata).times(7));
  }

  @Test
  void shouldFitIntoTheBrokersMetadata() {
    StartedRequests begun = new StartedRequests();
    LongStream.range(0, 1_000).forEach(i -> begun.begin(Long.MAX_VALUE / 20 + i));
    assertTrue(begun.metadata().length() <= BROKERS_LIMIT, "length " + begun.metadata().length());
    assertEquals(1, StartedRequests.parse(begun.metadata()).times(Long.MAX_VALUE / 20));
  }
}
