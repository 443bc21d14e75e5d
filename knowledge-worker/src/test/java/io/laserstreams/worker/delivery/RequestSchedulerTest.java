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
  private static final int MAX_DELIVERIES = 4;

  private final AtomicLong nanos = new AtomicLong();
  private final RequestScheduler scheduler = new RequestScheduler(MAX_DELIVERIES, nanos::get);

  @Test
  void shouldStartFirstDeliveriesAtOnceAndInParallel() {
    scheduler.add(position(1), 1);
    scheduler.add(position(2), 2);
    assertTrue(scheduler.tryStart(position(1)));
    assertTrue(scheduler.tryStart(position(2)));
    assertFalse(scheduler.holdsSuspects());
  }

  @Test
  void shouldTryASuspectAloneWhenAllOthersAreAcknowledged() {
    scheduler.add(position(1), 3);
    scheduler.add(position(2), 1);
    scheduler.add(position(3), 1);
    assertTrue(scheduler.holdsSuspects());
    assertTrue(scheduler.tryStart(position(2)));
    settle();
    assertFalse(scheduler.tryStart(position(1)), "one is in progress, another waits");
    assertTrue(scheduler.tryStart(position(3)));
    scheduler.remove(position(2));
    assertFalse(scheduler.tryStart(position(1)), "one is in progress");
    scheduler.remove(position(3));
    assertTrue(scheduler.tryStart(position(1)));
    scheduler.add(position(4), 1);
    assertFalse(scheduler.tryStart(position(4)), "a suspect is being tried");
    scheduler.remove(position(1));
    assertTrue(scheduler.tryStart(position(4)));
    assertFalse(scheduler.holdsSuspects());
  }

  @Test
  void shouldWaitForRequestsOfAPollInProgress() {
    scheduler.add(position(1), 3);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    assertFalse(scheduler.tryStart(position(1)));
    scheduler.add(position(0), 4);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    assertFalse(scheduler.tryStart(position(1)));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertFalse(scheduler.tryStart(position(0)), "delivered more often");
    assertTrue(scheduler.tryStart(position(1)));
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
      int maxDeliveries, int deliveries, boolean suspect) {
    RequestScheduler other = new RequestScheduler(maxDeliveries, nanos::get);
    other.add(position(1), deliveries);
    assertEquals(suspect, other.holdsSuspects());
  }

  /** The culprit kills each worker that handles it; all requests held are delivered again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7})
  void shouldClearAllRequestsHeldTogetherWithOneCulprit(int culprit) {
    Map<Integer, Integer> deliveries = new TreeMap<>();
    IntStream.range(0, 8).forEach(request -> deliveries.put(request, 0));
    Map<Integer, Integer> answered = new HashMap<>();
    int deaths = 0;
    while (deliveries.getOrDefault(culprit, 0) < MAX_DELIVERIES) {
      deliveries.replaceAll((request, count) -> count + 1);
      RequestScheduler worker = new RequestScheduler(MAX_DELIVERIES, nanos::get);
      deliveries.forEach((request, count) -> worker.add(position(request), count));
      settle();
      for (List<Integer> started = started(worker, deliveries);
          !started.contains(culprit);
          started = started(worker, deliveries)) {
        started.forEach(
            request -> {
              worker.remove(position(request));
              answered.put(request, deliveries.remove(request));
            });
      }
      deaths++;
    }
    assertEquals(MAX_DELIVERIES, deaths);
    assertEquals(Map.of(culprit, MAX_DELIVERIES), deliveries);
    assertEquals(7, answered.size());
  }

  private static List<Integer> started(RequestScheduler scheduler, Map<Integer, Integer> requests) {
    List<Integer> started = new ArrayList<>();
    requests.keySet().stream()
        .filter(request -> scheduler.tryStart(position(request)))
        .forEach(started::add);
    return started;
  }

  private void settle() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  private static RequestPosition position(int offset) {
    return new RequestPosition(new TopicPartition("requests", offset % 2), offset);
  }
}
