package io.laserstreams.crm.streaming.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemStatisticsTest {
  private static Contribution contribution(String item, long time, double value) {
    return new Contribution(item, time, value, value > 3, value - 3, value - 3.5, value - 3.25, List.of("gender=F"));
  }

  @Test
  void shouldPublishAnEpochWhenTimeHasPassedItsEnd() {
    var statistics = new ItemStatistics(Streams.SETTINGS);
    statistics.advanceTo(10_200);
    statistics.add(contribution("a", 10_200, 5));
    statistics.advanceTo(10_999);
    assertEquals(0, statistics.item("a").count());
    assertEquals(0, statistics.all().count());
    statistics.advanceTo(11_000);
    assertEquals(1, statistics.item("a").count());
    assertEquals(1, statistics.all().count());
    assertEquals(11, statistics.epoch());
  }

  @Test
  void shouldNotPublishWhenTimeGoesBack() {
    var statistics = new ItemStatistics(Streams.SETTINGS);
    statistics.advanceTo(10_200);
    statistics.add(contribution("a", 10_200, 5));
    statistics.advanceTo(3_000);
    assertEquals(0, statistics.item("a").count());
    assertEquals(10, statistics.epoch());
  }

  @Test
  void shouldPublishAtOnceWhereEpochsHaveNoLength() {
    var statistics = new ItemStatistics(Streams.SETTINGS.withEpochMillis(0));
    statistics.add(contribution("a", 10_200, 5));
    assertEquals(1, statistics.item("a").count());
  }

  @Test
  void shouldAddUpAnEpochInAnyOrderAndInAnyPlace() {
    Contribution first = contribution("a", 10_100, 5);
    Contribution second = contribution("a", 10_300, 2);
    ItemSums together = ItemSums.empty();
    together.add(first, 6);
    together.add(second, 6);
    ItemSums here = ItemSums.empty();
    here.add(second, 6);
    ItemSums there = ItemSums.empty();
    there.add(first, 6);
    ItemSums one = ItemSums.empty();
    one.merge(together, 11_000, 100_000, 6);
    ItemSums two = ItemSums.empty();
    two.merge(here, 11_000, 100_000, 6);
    two.merge(there, 11_000, 100_000, 6);
    assertArrayEquals(one.toBytes(), two.toBytes());
  }

  @Test
  void shouldForgetTrendsByHalvesButNotSums() {
    ItemSums sums = ItemSums.empty();
    ItemSums epoch = ItemSums.empty();
    epoch.add(contribution("a", 0, 5), 6);
    sums.merge(epoch, 1_000, 100_000, 6);
    assertEquals(1, sums.trendCount(1_000, 100_000));
    assertEquals(0.5, sums.trendCount(101_000, 100_000), 1e-12);
    assertEquals(1, sums.count());
    ItemSums low = ItemSums.empty();
    low.add(contribution("a", 101_000, 1), 6);
    sums.merge(low, 101_000, 100_000, 6);
    assertEquals((0.5 * 5 + 1) / 1.5, sums.trend(0, 0), 1e-12);
    assertEquals(3, sums.mean(0, 0), 1e-12);
  }

  @Test
  void shouldTellSegmentsApartUpToABound() {
    ItemSums sums = ItemSums.empty();
    for (int s = 0; s < 9; s++) {
      sums.add(new Contribution("a", 0, 5, true, 1, 1, 2, List.of("age=" + s)), 6);
    }
    assertEquals(2, sums.segment("age=5", 0), 1e-12);
    assertEquals(0, sums.segment("age=6", 1));
    assertEquals(9, sums.count());
  }

  @Test
  void shouldComeBackFromItsBytes() {
    ItemSums sums = ItemSums.empty();
    sums.add(contribution("a", 7, 5), 6);
    sums.add(contribution("a", 9, 1), 6);
    assertArrayEquals(sums.toBytes(), ItemSums.read(sums.toBytes()).toBytes());
    byte[] other = sums.toBytes();
    other[0] = 9;
    var error = assertThrows(IllegalStateException.class, () -> ItemSums.read(other));
    assertTrue(error.getMessage().contains("version 9"), error.getMessage());
  }
}
