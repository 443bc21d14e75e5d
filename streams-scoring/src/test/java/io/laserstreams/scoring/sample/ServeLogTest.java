package io.laserstreams.scoring.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.crm.history.InMemoryByteStore;
import org.junit.jupiter.api.Test;

class ServeLogTest {
  private final InMemoryByteStore store = new InMemoryByteStore();

  @Test
  void shouldLetBothReadersWalkInTheOrderOfServing() {
    ServeLog log = filled(3);
    assertEquals("i0", log.nextToClose().impressionId());
    log.closed();
    assertEquals("i1", log.nextToClose().impressionId());
    assertEquals("i0", log.oldest().impressionId());
    log.forgetOldest();
    assertEquals("i1", log.oldest().impressionId());
    assertEquals(2, log.size());
  }

  @Test
  void shouldNotCloseWhatIsForgotten() {
    ServeLog log = filled(2);
    log.forgetOldest();
    assertEquals("i1", log.nextToClose().impressionId());
    log.forgetOldest();
    assertNull(log.nextToClose());
    assertNull(log.oldest());
  }

  @Test
  void shouldFindItsPlaceAgainAfterARestart() {
    ServeLog log = filled(3);
    log.closed();
    log.forgetOldest();
    log.closed();
    log.save();
    log.append(new ServeLog.Entry(9, "u", "i3"));
    ServeLog again = new ServeLog(store);
    assertEquals(3, again.size());
    assertEquals("i1", again.oldest().impressionId());
    assertEquals("i2", again.nextToClose().impressionId());
    again.append(new ServeLog.Entry(9, "u", "i4"));
    for (String expected : new String[] {"i1", "i2", "i3", "i4"}) {
      assertEquals(expected, again.oldest().impressionId());
      again.forgetOldest();
    }
    assertEquals(0, again.size());
  }

  @Test
  void shouldFindItsPlaceWhereDeletesWereNotSaved() {
    ServeLog log = filled(3);
    log.save();
    log.forgetOldest();
    log.forgetOldest();
    ServeLog again = new ServeLog(store);
    assertEquals("i2", again.oldest().impressionId());
    assertEquals("i2", again.nextToClose().impressionId());
    assertEquals(1, again.size());
  }

  private ServeLog filled(int entries) {
    ServeLog log = new ServeLog(store);
    for (int i = 0; i < entries; i++) {
      log.append(new ServeLog.Entry(i, "u", "i" + i));
    }
    return log;
  }
}
