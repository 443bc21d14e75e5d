package io.laserstreams.knowledge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.knowledge.taste.AxisVectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectedEventsTest {
  private final AxisVectors vectors = new AxisVectors();

  @Test
  void shouldTakeTheNewest() {
    SelectedEvents newest = new SelectedEvents(HistorySelection.NEWEST, 2, vectors);
    assertEquals(2, newest.pool());
    assertEquals("b c", chosen(newest, "a", "b", "c"));
    assertEquals("a", chosen(newest, "a"));
  }

  @Test
  void shouldTakeTheNewerHalfAndTheMostDiverseOfTheRest() {
    vectors.put("a", 0);
    vectors.put("A", 0);
    vectors.put("b", 1);
    vectors.put("c", 2);
    SelectedEvents diverse = diverse(4);
    assertEquals(32, diverse.pool());
    assertEquals("b c a A", chosen(diverse, "b", "a", "A", "c", "A", "a", "A"));
  }

  @Test
  void shouldPreferTheNewerOfEquals() {
    vectors.put("a", 0);
    vectors.put("b", 1);
    vectors.put("c", 2);
    assertEquals("c a", chosen(diverse(2), "b", "c", "a", "a"));
  }

  @Test
  void shouldTakeAllIfThereAreNoMore() {
    assertEquals("x y", chosen(diverse(2), "x", "y"));
  }

  @Test
  void shouldTakeTheNewestOfItemsWithoutVectors() {
    vectors.put("a", 0);
    assertEquals("a z z", chosen(diverse(3), "a", "x", "y", "z", "z"));
    assertEquals("x z z", chosen(diverse(3), "w", "x", "z", "z"));
  }

  private SelectedEvents diverse(int events) {
    return new SelectedEvents(HistorySelection.DIVERSE, events, vectors);
  }

  private static String chosen(SelectedEvents selected, String... items) {
    List<HistoryEvent> history = new ArrayList<>();
    for (String item : items) {
      history.add(new HistoryEvent("e" + history.size(), item, history.size(), Float.NaN));
    }
    return String.join(" ", selected.of(history).stream().map(HistoryEvent::itemId).toList());
  }
}
