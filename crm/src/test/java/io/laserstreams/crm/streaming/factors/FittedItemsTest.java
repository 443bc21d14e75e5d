package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.SyntheticStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FittedItemsTest {
  private static final String NEW = "25";

  private final Map<String, ItemFeatures> catalogue = new ConcurrentHashMap<>();
  private final FittedItems items =
      new FittedItems(SyntheticStream.fittedFactors(1), catalogue::get);

  @Test
  void shouldKeepItemsOfFactorsAndCatalogueAndNoOthers() {
    assertSame(items.of("3"), items.of("3"));
    assertSame(items.of("3"), items.at(items.of("3").row()));
    assertNotSame(items.of(NEW), items.of(NEW));
    assertEquals(NEW, items.of(NEW).item().itemId());
    catalogue.put(NEW, SyntheticStream.item("4"));
    items.changed(NEW);
    assertSame(items.of(NEW), items.of(NEW));
  }

  @Test
  void shouldComputeAgainWhatHasChanged() {
    for (String id : List.of("4", NEW)) {
      assertNull(items.of(id).direction());
      ItemFeatures known = SyntheticStream.item("4");
      catalogue.put(
          id, new ItemFeatures(id, known.categories(), known.fields(), known.knowledge()));
      items.changed(id);
      assertNotNull(items.of(id).direction());
    }
  }

  /**
   * Once {@code changed} returns, no reader gets the old item, even if another thread was computing
   * it.
   */
  @Test
  void shouldNeverGoBackBehindAChangeWithManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 1; round <= 300; round++) {
        int newest = round;
        List<Future<?>> readers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
          readers.add(threads.submit(() -> items.of("4")));
          readers.add(threads.submit(() -> items.of(NEW)));
        }
        for (String id : List.of("4", NEW)) {
          catalogue.put(id, new ItemFeatures(id, List.of(), Map.of("year", "" + newest), null));
          items.changed(id);
          assertEquals("" + newest, items.of(id).item().fields().get("year"));
        }
        for (Future<?> reader : readers) {
          reader.get();
        }
        assertEquals("" + newest, items.of("4").item().fields().get("year"));
        assertEquals("" + newest, items.of(NEW).item().fields().get("year"));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
