package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.crm.history.InMemoryByteStore;
import org.junit.jupiter.api.Test;

class ServedImpressionLogTest {
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
    ServedImpressionLog log = filled(3);
    log.closed();
    log.deleteOldest();
    log.closed();
    log.save();
    log.append(new ServedImpressionLog.Entry(9, "u", "i3"));
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals(3, reopened.size());
    assertEquals("i1", reopened.oldest().impressionId());
    assertEquals("i2", reopened.nextToClose().impressionId());
    reopened.append(new ServedImpressionLog.Entry(9, "u", "i4"));
    for (String expected : new String[] {"i1", "i2", "i3", "i4"}) {
      assertEquals(expected, reopened.oldest().impressionId());
      reopened.deleteOldest();
    }
    assertEquals(0, reopened.size());
  }

  @Test
  void shouldFindItsPositionsIfDeletesWereNotSaved() {
    ServedImpressionLog log = filled(3);
    log.save();
    log.deleteOldest();
    log.deleteOldest();
    ServedImpressionLog reopened = new ServedImpressionLog(store);
    assertEquals("i2", reopened.oldest().impressionId());
    assertEquals("i2", reopened.nextToClose().impressionId());
    assertEquals(1, reopened.size());
  }

  private ServedImpressionLog filled(int entries) {
    ServedImpressionLog log = new ServedImpressionLog(store);
    for (int i = 0; i < entries; i++) {
      log.append(new ServedImpressionLog.Entry(i, "u", "i" + i));
    }
    return log;
  }
}
