package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.trainer.continuous.SampleWindow.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleWindowTest {
  /** Samples are their event times. */
  private final SampleWindow<Long> window = window(100);

  @Test
  void shouldHoldBackTheNewestShareOfEachPartitionInOrderOfTime() {
    window.open(0, PartitionOffsets.startingAt(0));
    window.open(1, PartitionOffsets.startingAt(10));
    fill(window, 0, 0, 1, 3, 5, 7);
    fill(window, 1, 10, 2, 4, 6, 8);
    Split<Long> split = window.split(0.25);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), split.train());
    assertEquals(List.of(7L, 8L), split.heldBack());
    assertEquals(Map.of(0, 3L, 1, 13L), split.trainTo());
  }

  @Test
  void shouldTrainOnHeldBackSamplesInALaterRound() {
    window.open(0, PartitionOffsets.startingAt(0));
    fill(window, 0, 0, 1, 2, 3, 4);
    window.markTrained(window.split(0.25));
    assertEquals(0, window.arrived());
    fill(window, 0, 4, 5, 6, 7);
    assertEquals(3, window.arrived());
    Split<Long> next = window.split(0.25);
    assertEquals(List.of(4L, 5L, 6L), next.train());
    assertEquals(List.of(7L), next.heldBack());
    assertEquals(List.of(1L, 2L, 3L), window.replay());
  }

  @Test
  void shouldDropTheOldestTrainedSamplesBeyondItsBound() {
    SampleWindow<Long> small = window(3);
    small.open(0, PartitionOffsets.startingAt(0));
    small.open(1, PartitionOffsets.startingAt(0));
    fill(small, 0, 0, 1, 5, 6);
    fill(small, 1, 0, 2, 3, 4);
    small.markTrained(small.split(0));
    assertEquals(List.of(4L, 5L, 6L), small.replay());
    assertEquals(
        Map.of(0, new PartitionOffsets(1, 3, 3), 1, new PartitionOffsets(2, 3, 3)),
        small.offsets());
  }

  @Test
  void shouldRecoverFromItsOffsetsAlone() {
    SampleWindow<Long> first = window(4);
    first.open(0, PartitionOffsets.startingAt(0));
    first.open(1, PartitionOffsets.startingAt(0));
    Map<Integer, List<Long>> topic =
        new TreeMap<>(Map.of(0, List.of(1L, 4L, 5L, 9L, 12L), 1, List.of(2L, 3L, 8L, 10L, 11L)));
    topic.forEach(
        (partition, times) ->
            fill(first, partition, 0, times.stream().mapToLong(Long::longValue).toArray()));
    first.markTrained(first.split(0.2));

    SampleWindow<Long> second = window(4);
    first.offsets().forEach(second::open);
    assertFalse(second.recovered());
    // Partition 1 first: how partitions interleave must not matter.
    for (int partition : List.of(1, 0)) {
      PartitionOffsets offsets = first.offsets().get(partition);
      for (long offset = offsets.replayFrom(); offset < offsets.position(); offset++) {
        second.add(partition, offset, topic.get(partition).get((int) offset));
      }
    }
    assertTrue(second.recovered());
    assertEquals(0, second.arrived());
    assertEquals(first.replay(), second.replay());
    assertEquals(first.split(0.5), second.split(0.5));
    assertEquals(first.offsets(), second.offsets());
  }

  @Test
  void shouldPassOffsetsWithoutUsableSamples() {
    window.open(0, new PartitionOffsets(0, 0, 4));
    window.add(0, 0, 1L);
    window.add(0, 1, null);
    assertFalse(window.recovered());
    window.advanceTo(0, 4);
    assertTrue(window.recovered());
    window.markTrained(window.split(0));
    assertEquals(Map.of(0, new PartitionOffsets(0, 4, 4)), window.offsets());
  }

  @Test
  void shouldRejectDecreasingOffsetsAndPartitionsThatWereNotOpened() {
    window.open(0, PartitionOffsets.startingAt(0));
    window.add(0, 5, 1L);
    assertThrows(IllegalStateException.class, () -> window.add(0, 5, 2L));
    assertThrows(IllegalStateException.class, () -> window.add(1, 0, 2L));
    assertThrows(IllegalStateException.class, () -> window.open(0, PartitionOffsets.startingAt(0)));
  }

  private static SampleWindow<Long> window(int replayed) {
    return new SampleWindow<>(replayed, Long::longValue, String::valueOf);
  }

  private static void fill(SampleWindow<Long> window, int partition, long offset, long... times) {
    List<Long> samples = new ArrayList<>();
    for (long time : times) {
      samples.add(time);
    }
    for (Long sample : samples) {
      window.add(partition, offset++, sample);
    }
  }
}
