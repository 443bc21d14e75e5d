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
  void shouldRoundTripThroughMetadata() {
    StartedRequests started = new StartedRequests();
    started.start(7);
    started.start(9);
    started.start(9);
    started.start(8);
    started.finish(8);
    started.start(6);
    started.giveBack(6);
    assertEquals("begun 7x1 9x2", started.metadata());

    StartedRequests parsed = StartedRequests.parse(started.metadata());
    assertEquals(1, parsed.times(7));
    assertEquals(2, parsed.times(9));
    assertEquals(0, parsed.times(8));
    parsed.giveBack(9);
    assertEquals("begun 7x1 9x1", parsed.metadata());
  }

  @Test
  void shouldHaveEmptyMetadataIfNothingIsStarted() {
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
  void shouldIgnoreForeignMetadata(String metadata) {
    assertEquals(0, StartedRequests.parse(metadata).times(7));
  }

  @Test
  void shouldFitIntoTheBrokersMetadata() {
    StartedRequests started = new StartedRequests();
    LongStream.range(0, 1_000).forEach(i -> started.start(Long.MAX_VALUE / 20 + i));
    assertTrue(
        started.metadata().length() <= BROKERS_LIMIT, "length " + started.metadata().length());
    assertEquals(1, StartedRequests.parse(started.metadata()).times(Long.MAX_VALUE / 20));
  }
}
