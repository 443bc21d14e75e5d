package io.laserstreams.crm.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventPoolTest {
  @Test
  void shouldShareEqualEventsAndNoOthers() {
    var pool = new EventPool();
    List<HistoryEvent> first = pool.shared(List.of(event("a", Float.NaN), event("b", 3)));
    List<HistoryEvent> second = pool.shared(List.of(event("a", Float.NaN), event("b", 4)));
    assertSame(first.get(0), second.get(0));
    assertNotSame(first.get(1), second.get(1));
    assertEquals(List.of(event("a", Float.NaN), event("b", 4)), second);
  }

  private static HistoryEvent event(String id, float value) {
    return new HistoryEvent(id, "item", 1, value);
  }
}
