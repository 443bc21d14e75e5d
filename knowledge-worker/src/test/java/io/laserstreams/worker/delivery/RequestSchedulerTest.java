package io.laserstreams.worker.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSchedulerTest {
  private static final int MOST = 4;

  private final AtomicLong nanos = new AtomicLong();
  private final RequestScheduler turns = new RequestScheduler(MOST, nanos::get);

  @Test
  void shouldStartFirstDeliveriesAtOnceAndSideBySide() {
    turns.enter(place(1), 1);
    turns.enter(place(2), 2);
    assertTrue(turns.start(place(1)));
    assertTrue(turns.start(place(2)));
    assertFalse(turns.suspectsInHand());
  }

  @Test
  void shouldTryASuspectAloneWhenAllOthersAreAcknowledged() {
    turns.enter(place(1), 3);
    turns.enter(place(2), 1);
    turns.enter(place(3), 1);
    assertTrue(turns.suspectsInHand());
    assertTrue(turns.start(place(2)));
    settle();
    assertFalse(turns.start(place(1)), "one is being worked on, another waits");
    assertTrue(turns.start(place(3)));
    turns.leave(place(2));
    assertFalse(turns.start(place(1)), "one is being worked on");
    turns.leave(place(3));
    assertTrue(turns.start(place(1)));
    turns.enter(place(4), 1);
    assertFalse(turns.start(place(4)), "a suspect is being tried");
    turns.leave(place(1));
    assertTrue(turns.start(place(4)));
    assertFalse(turns.suspectsInHand());
  }

  @Test
  void shouldWaitForWhatAPollUnderWayMayBring() {
    turns.enter(place(1), 3);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    assertFalse(turns.start(place(1)));
    turns.enter(place(0), 4);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    assertFalse(turns.start(place(1)));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertFalse(turns.start(place(0)), "delivered more often");
    assertTrue(turns.start(place(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, false",
    "4, 2, false",
    "4, 3, true",
    "4, 4, true",
    "4, 5, false",
    "1, 1, false",
    "1, 2, false",
    "2, 1, false",
    "2, 2, true",
    "3, 2, true",
    "9, 7, false",
    "9, 8, true"
  })
  void shouldSuspectARequestOnItsLastTwoDeliveriesButNotItsFirst(
      int most, int deliveries, boolean suspect) {
    RequestScheduler some = new RequestScheduler(most, nanos::get);
    some.enter(place(1), deliveries);
    assertEquals(suspect, some.suspectsInHand());
  }

  /** A worker dies whenever it works on the culprit, and all that it holds is delivered again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7})
  void shouldClearAllThatWereInHandWithOneCulprit(int culprit) {
    Map<Integer, Integer> deliveries = new TreeMap<>();
    IntStream.range(0, 8).forEach(request -> deliveries.put(request, 0));
    Map<Integer, Integer> answered = new HashMap<>();
    int deaths = 0;
    while (deliveries.getOrDefault(culprit, 0) < MOST) {
      deliveries.replaceAll((request, times) -> times + 1);
      RequestScheduler life = new RequestScheduler(MOST, nanos::get);
      deliveries.forEach((request, times) -> life.enter(place(request), times));
      settle();
      for (List<Integer> started = started(life, deliveries);
          !started.contains(culprit);
          started = started(life, deliveries)) {
        started.forEach(
            request -> {
              life.leave(place(request));
              answered.put(request, deliveries.remove(request));
            });
      }
      deaths++;
    }
    assertEquals(MOST, deaths);
    assertEquals(Map.of(culprit, MOST), deliveries);
    assertEquals(7, answered.size());
  }

  private static List<Integer> started(RequestScheduler turns, Map<Integer, Integer> requests) {
    List<Integer> started = new ArrayList<>();
    requests.keySet().stream().filter(request -> turns.start(place(request))).forEach(started::add);
    return started;
  }

  private void settle() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  private static RequestPosition place(int offset) {
    return new RequestPosition(new TopicPartition("requests", offset % 2), offset);
  }
}
