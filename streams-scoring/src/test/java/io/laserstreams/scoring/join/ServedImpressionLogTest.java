package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.runtime.state.StateWriter;
import org.junit.jupiter.api.Test;

class ServedImpressionLogTest {
  private static final byte[] POSITIONS = {0};

  private final InMemoryByteStore store = new InMemoryByteStore();

  @Test
  void shouldMoveBothPositionsInTheOrderOfServing() {
    ServedImpressionLog log = filled(3);
    assertEquals("i0", log.nextToClose().impressionId());
    log.closed();
    assertEquals("i1", log.nextToClose().impressionId());
    assertEquals("i0", log.oldest().impressionId());
    log.deleteOldest();
    assertEquals("i1", log.oldest().impressionId());
    assertEquals(2, log.size());
  }

  @Test
  void shouldNotCloseDeletedEntries() {
    ServedImpressionLog log = filled(2);
    log.deleteOldest();
    assertEquals("i1", log.nextToClose().impressionId());
    log.deleteOldest();
    assertNull(log.nextToClose());
    assertNull(log.oldest());
  }

  @Test
  void shouldFindItsPositionsAfterARestart() {
    ServedImpressionLog log = filled(40);
    log.closed();
    for (int i = 0; i < 33; i++) {
      log.deleteOldest();
    }
    log.closed();
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals(7, reopened.size());
    assertEquals("i33", reopened.oldest().impressionId());
    assertEquals("i34", reopened.nextToClose().impressionId());
    reopened.append(new ServedImpressionLog.Entry(9, "u", "i40"));
    for (int i = 33; i <= 40; i++) {
      assertEquals("i" + i, reopened.oldest().impressionId());
      reopened.deleteOldest();
    }
    assertEquals(0, reopened.size());
    assertNull(reopened.oldest());
    assertEquals(1, store.size(), "only the positions are left");
    reopened.append(new ServedImpressionLog.Entry(9, "u", "i41"));
    assertEquals("i41", reopened.oldest().impressionId());
    assertEquals("i41", reopened.nextToClose().impressionId());
  }

  @Test
  void shouldReachTheEndOfABlockThatGrows() {
    ServedImpressionLog log = filled(1);
    log.closed();
    assertNull(log.nextToClose());
    for (int i = 1; i < 70; i++) {
      log.append(new ServedImpressionLog.Entry(i, "u", "i" + i));
      assertEquals("i" + i, log.nextToClose().impressionId());
      log.closed();
    }
    assertEquals("i0", log.oldest().impressionId());
    assertEquals(70, log.size());
  }

  @Test
  void shouldFindItsPositionsIfDeletesWereNotSaved() {
    ServedImpressionLog log = filled(70);
    byte[] positions = store.get(POSITIONS);
    for (int i = 0; i < 64; i++) {
      log.deleteOldest();
    }
    store.put(POSITIONS, positions);
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals("i64", reopened.oldest().impressionId());
    assertEquals("i64", reopened.nextToClose().impressionId());
    assertEquals(6, reopened.size());
  }

  @Test
  void shouldFindItsPositionsIfAppendsAndTheirBlocksWereNotSaved() {
    ServedImpressionLog log = filled(3);
    byte[] positions = store.get(POSITIONS);
    for (int i = 3; i < 40; i++) {
      log.append(new ServedImpressionLog.Entry(i, "u", "i" + i));
    }
    byte[] newer = store.get(POSITIONS);
    store.put(POSITIONS, positions);
    assertEquals(40, new ServedImpressionLog(store).size());

    store.put(POSITIONS, newer);
    store.delete(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    ServedImpressionLog withoutItsLastBlock = new ServedImpressionLog(store);
    assertEquals(32, withoutItsLastBlock.size());
    assertEquals("i0", withoutItsLastBlock.oldest().impressionId());
  }

  @Test
  void shouldCountEntriesOfABlockThatGrewAfterItsPositions() {
    ServedImpressionLog log = filled(8);
    byte[] positions = store.get(POSITIONS);
    log.append(new ServedImpressionLog.Entry(8, "u", "i8"));
    log.append(new ServedImpressionLog.Entry(9, "u", "i9"));
    store.put(POSITIONS, positions);
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals(10, reopened.size());
    for (int left = 9; left >= 0; left--) {
      reopened.deleteOldest();
      assertEquals(left, reopened.size());
      assertEquals(left, new ServedImpressionLog(store).size(), "after a restart");
    }
  }

  @Test
  void shouldBeginAtTheStartOfWhatComesAfterBlocksThatWereLost() {
    ServedImpressionLog log = filled(3);
    log.closed();
    log.deleteOldest();
    store.delete(new byte[8]);
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals(0, reopened.size());
    reopened.append(new ServedImpressionLog.Entry(9, "u", "i9"));
    assertEquals(1, reopened.size());
    assertEquals("i9", reopened.oldest().impressionId());
    assertEquals("i9", reopened.nextToClose().impressionId());
  }

  @Test
  void shouldReadTheEntriesOfEarlierBuilds() {
    for (byte i = 0; i < 3; i++) {
      store.put(
          new byte[] {0, 0, 0, 0, 0, 0, 0, i},
          new StateWriter(1).number(i).text("u").text("i" + i).toBytes());
    }
    store.put(POSITIONS, new StateWriter(1).number(0).number(1).number(2).toBytes());
    ServedImpressionLog log = new ServedImpressionLog(store);
    assertEquals(3, log.size());
    assertEquals("i0", log.oldest().impressionId());
    assertEquals("i1", log.nextToClose().impressionId());
    log.append(new ServedImpressionLog.Entry(9, "u", "i3"));
    for (int i = 0; i < 4; i++) {
      assertEquals("i" + i, log.oldest().impressionId());
      log.deleteOldest();
    }
  }

  private ServedImpressionLog filled(int entries) {
    ServedImpressionLog log = new ServedImpressionLog(store);
    for (int i = 0; i < entries; i++) {
      log.append(new ServedImpressionLog.Entry(i, "u", "i" + i));
    }
    return log;
  }
}
