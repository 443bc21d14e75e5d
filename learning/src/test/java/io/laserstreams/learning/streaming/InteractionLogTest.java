package io.laserstreams.learning.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.streaming.InteractionLog.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InteractionLogTest {
  private static final LogFit FIT = new LogFit(StreamingSettings.DEFAULT, 100, 1);

  @Test
  void shouldKeepTheNewestThatCameAndTheirIdsAlone() {
    var log = new InteractionLog(80);
    for (int i = 0; i < 1_000; i++) {
      log.add(new Entry("user-" + i, "item-" + i, 5_000 - i, i));
    }
    assertTrue(log.size() >= 80 && log.size() <= 91, "size " + log.size());
    assertEquals(log.size(), log.items().size());
    List<Entry> entries = entries(log);
    assertEquals(new Entry("user-999", "item-999", 4_001, 999), entries.get(0));
    assertEquals(new Entry("user-920", "item-920", 4_080, 920), entries.get(79));
  }

  @Test
  void shouldBeTheSameReadBack() throws IOException {
    InteractionLog log = random(500, 1_000);
    InteractionLog read =
        InteractionLog.read(new DataInputStream(new ByteArrayInputStream(bytes(log))), 1_000);
    assertArrayEquals(bytes(log), bytes(read));
    assertEquals(entries(log), entries(read));
    InteractionLog less =
        InteractionLog.read(new DataInputStream(new ByteArrayInputStream(bytes(log))), 100);
    assertEquals(100, less.size());
  }

  @Test
  void shouldFitTheSameBasisInWhicheverOrderInteractionsOfDifferentTimesCame() throws IOException {
    InteractionLog log = random(500, 1_000);
    List<Entry> shuffled = new ArrayList<>(entries(log));
    Collections.shuffle(shuffled, new Random(5));
    var other = new InteractionLog(1_000);
    shuffled.forEach(other::add);
    List<String> catalogue = entries(log).stream().map(Entry::itemId).distinct().sorted().toList();
    FittedFactors basis = FIT.fit(log, catalogue, ItemFeatures::unknown);
    assertEquals(
        basis.fittedUntil(), FIT.fit(other, catalogue, ItemFeatures::unknown).fittedUntil());
    assertEquals(499_000, basis.fittedUntil());
    assertEquals(
        catalogue, basis.items().stream().map(FittedFactors.Row::itemId).sorted().toList());
    assertTrue(basis.items().stream().allMatch(FittedFactors.Row::rated));
    InteractionLog read =
        InteractionLog.read(new DataInputStream(new ByteArrayInputStream(bytes(log))), 1_000);
    assertArrayEquals(basis.toBytes(), FIT.fit(read, catalogue, ItemFeatures::unknown).toBytes());
  }

  @Test
  void shouldFitNothingToNothing() {
    assertSame(
        FittedFactors.NONE, FIT.fit(new InteractionLog(10), List.of("a"), ItemFeatures::unknown));
  }

  private static InteractionLog random(int entries, int capacity) {
    var random = new Random(1);
    var log = new InteractionLog(capacity);
    for (int i = 0; i < entries; i++) {
      log.add(
          new Entry(
              "user-" + random.nextInt(30),
              "item-" + random.nextInt(20),
              1_000L * i,
              1 + random.nextInt(5)));
    }
    return log;
  }

  private static List<Entry> entries(InteractionLog log) {
    List<Entry> entries = new ArrayList<>();
    log.inOrder(entries::add);
    return entries;
  }

  private static byte[] bytes(InteractionLog log) throws IOException {
    var bytes = new ByteArrayOutputStream();
    log.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
