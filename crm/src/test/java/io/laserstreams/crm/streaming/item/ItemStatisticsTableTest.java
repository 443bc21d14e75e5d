package io.laserstreams.crm.streaming.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.SyntheticStream;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemStatisticsTableTest {
  private static final StreamingSettings SETTINGS = SyntheticStream.SETTINGS;

  private static Contribution contribution(String item, long time, double value) {
    return new Contribution(
        item, time, value, value > 3, value - 3, value - 3.5, value - 3.25, List.of("gender=F"));
  }

  private static Contribution inSegment(String name) {
    return new Contribution("a", 0, 5, true, 1, 1, 2, List.of(name));
  }

  @Test
  void shouldShowAnEpochToLaterOnesOnly() {
    var statistics = new ItemStatisticsTable(SETTINGS);
    statistics.add(contribution("a", 10_200, 5));
    assertEquals(0, statistics.at(10_999).item("a").count());
    assertEquals(0, statistics.at(10_999).all().count());
    assertEquals(1, statistics.at(11_000).item("a").count());
    assertEquals(1, statistics.at(11_000).all().count());
    assertEquals(11, statistics.at(11_000).epoch());
    assertEquals(1, statistics.interactions());
  }

  @Test
  void shouldKeepWhatAnEarlierEpochSeesWhileALaterOneIsOpen() {
    var statistics = new ItemStatisticsTable(SETTINGS);
    statistics.add(contribution("a", 10_200, 5));
    statistics.add(contribution("b", 11_200, 4));
    statistics.add(contribution("a", 11_300, 1));
    assertEquals(1, statistics.at(11_999).item("a").count());
    assertEquals(1, statistics.at(11_999).all().count());
    assertEquals(3, statistics.at(12_000).all().count());
    assertEquals(10.0 / 3, statistics.at(12_000).all().mean(0, 0), 1e-6);
  }

  @Test
  void shouldShowALateInteractionAtOnce() {
    var statistics = new ItemStatisticsTable(SETTINGS);
    statistics.add(contribution("a", 11_200, 5));
    statistics.add(contribution("a", 9_200, 1));
    assertEquals(1, statistics.at(11_500).item("a").count());
    assertEquals(2, statistics.at(12_000).item("a").count());
  }

  @Test
  void shouldShowChangesOfAnItemThroughItsCell() {
    var statistics = new ItemStatisticsTable(SETTINGS);
    ItemStatisticsTable.Cell cell = statistics.getOrCreateCell("a");
    assertEquals(0, statistics.at(12_000).item(cell).count());
    statistics.add(contribution("a", 10_200, 5));
    statistics.add(contribution("a", 11_200, 5));
    assertEquals(1, statistics.at(11_500).item(cell).count());
    assertEquals(2, statistics.at(12_000).item(cell).count());
    statistics.put("a", EpochSums.NONE);
    assertEquals(0, statistics.at(12_000).item(cell).count());
  }

  @Test
  void shouldShowInteractionsAtOnceWithEpochsOfLengthZero() {
    var statistics = new ItemStatisticsTable(SETTINGS.withEpochMillis(0));
    statistics.add(contribution("a", 10_200, 5));
    assertEquals(1, statistics.at(10_200).item("a").count());
    assertEquals(1, statistics.at(10_200).all().count());
  }

  @Test
  void shouldCountAllItemsWhateverTheNumberOfEpochs() {
    var statistics = new ItemStatisticsTable(SETTINGS);
    for (int epoch = 0; epoch < 100; epoch++) {
      statistics.add(contribution("item-" + epoch % 7, epoch * 1_000L, 4));
      assertEquals(epoch, statistics.at(epoch * 1_000L).all().count());
    }
    statistics.put("item-1", EpochSums.NONE);
    assertEquals(100 - 15, statistics.at(100_000).all().count());
    assertEquals(100 - 15, statistics.interactions());
  }

  @Test
  void shouldGiveTheSameBitsInWhateverOrderAndPartsItIsAdded() {
    Random random = new Random(3);
    List<Contribution> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double x = random.nextGaussian();
      long time = random.nextInt(400_000);
      all.add(
          new Contribution(
              "a",
              time,
              3 + x,
              x > 0,
              x / 3,
              x / 7,
              x / 11,
              List.of("age=" + random.nextInt(9), "sex=" + i % 2)));
    }
    ItemSums straight = ItemSums.NONE;
    for (Contribution one : all) {
      straight = straight.plus(ItemSums.of(one, SETTINGS), SETTINGS);
    }
    Collections.shuffle(all, random);
    ItemSums here = ItemSums.NONE;
    ItemSums there = ItemSums.NONE;
    for (Contribution one : all) {
      if (random.nextBoolean()) {
        here = ItemSums.of(one, SETTINGS).plus(here, SETTINGS);
      } else {
        there = there.plus(ItemSums.of(one, SETTINGS), SETTINGS);
      }
    }
    assertArrayEquals(straight.toBytes(), there.plus(here, SETTINGS).toBytes());
  }

  @Test
  void shouldLetATrendSlideOutOfTheWindow() {
    long length = SETTINGS.trendMillis();
    ItemSums sums = ItemSums.of(contribution("a", 0, 5), SETTINGS);
    assertEquals(1, sums.trendCount(0, length));
    assertEquals(0.5, sums.trendCount(length + length / 2, length), 1e-9);
    assertEquals(0, sums.trendCount(2 * length, length));
    ItemSums both = sums.plus(ItemSums.of(contribution("a", length, 1), SETTINGS), SETTINGS);
    assertEquals(2, both.count());
    assertEquals((0.5 * 5 + 1) / 1.5, both.trend(length + length / 2, length, 0, 0), 1e-9);
    assertEquals(3, both.totals().mean(0, 0), 1e-9);
  }

  @Test
  void shouldKeepTheSameSegmentsInWhateverOrderTheyCome() {
    ItemSums up = ItemSums.NONE;
    ItemSums down = ItemSums.NONE;
    for (int s = 0; s < 9; s++) {
      up = up.plus(ItemSums.of(inSegment("age=" + s), SETTINGS), SETTINGS);
      down = down.plus(ItemSums.of(inSegment("age=" + (8 - s)), SETTINGS), SETTINGS);
    }
    int max = SETTINGS.groups();
    assertEquals(2, up.segment("age=" + (max - 1), 0), 1e-9);
    assertEquals(0, up.segment("age=" + max, 1));
    assertEquals(9, up.count());
    assertArrayEquals(up.toBytes(), down.toBytes());
  }

  @Test
  void shouldCountValuesBeyondAllReasonAsAMillion() {
    ItemSums sums = ItemSums.of(contribution("a", 0, 1e30), SETTINGS);
    assertEquals(1 << 20, sums.totals().mean(0, 0), 1e-9);
  }

  @Test
  void shouldReadWhatItWrote() {
    ItemSums sums =
        ItemSums.of(contribution("a", 7, 5), SETTINGS)
            .plus(ItemSums.of(contribution("a", 9, 1), SETTINGS), SETTINGS);
    assertArrayEquals(sums.toBytes(), ItemSums.read(ByteBuffer.wrap(sums.toBytes())).toBytes());
    byte[] other = sums.toBytes();
    other[0] = 9;
    var error =
        assertThrows(UnreadableBytesException.class, () -> ItemSums.read(ByteBuffer.wrap(other)));
    assertTrue(error.getMessage().contains("version 9"), error.getMessage());
  }
}
