package io.laserstreams.worker.taste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TasteChangeTest {
  @Test
  void shouldNameWhatRisesAndWhatFalls() {
    TasteChange change =
        TasteChange.of(history(List.of("Action", "Crime"), 20, List.of("Romance", "Crime"), 10));
    assertEquals(new TasteChange(List.of("Romance"), List.of("Action")), change);
  }

  @Test
  void shouldNameNothingIfNothingChanged() {
    assertTrue(TasteChange.of(history(List.of("Action"), 20, List.of("Action"), 10)).isNone());
    assertTrue(TasteChange.of(List.of()).isNone());
    assertTrue(TasteChange.of(history(List.of(), 20, List.of(), 10)).isNone());
  }

  @Test
  void shouldNameNothingOfAFewEvents() {
    assertTrue(TasteChange.of(history(List.of("Action"), 4, List.of("Romance"), 2)).isNone());
  }

  /** 2 of 10 against 1 of 20 is chance; 7 of 10 against 2 of 20 hardly. */
  @Test
  void shouldNameOnlyWhatIsBeyondChance() {
    assertTrue(change(1, 2).isNone());
    assertEquals(List.of("War"), change(2, 7).rising());
  }

  @Test
  void shouldNotCountEventsWithoutCategories() {
    List<List<String>> events =
        new ArrayList<>(history(List.of("Action"), 20, List.of("Romance"), 10));
    IntStream.range(0, 30).forEach(i -> events.add(List.of()));
    assertEquals(new TasteChange(List.of("Romance"), List.of("Action")), TasteChange.of(events));
  }

  @Test
  void shouldNameTheClearestThreeFirst() {
    List<List<String>> events = new ArrayList<>(history(List.of("A"), 40, List.of(), 0));
    for (int i = 0; i < 20; i++) {
      events.add(i < 16 ? List.of("B", "C", "D", "E") : List.of("B", "C", "D"));
      if (i == 0) {
        events.set(0, List.of("C"));
        events.set(1, List.of("C", "D"));
      }
    }
    assertEquals(List.of("B", "D", "C"), TasteChange.of(events).rising());
  }

  @Test
  void shouldSeldomNameAChangeOfChance() {
    Random random = new Random(7);
    int named = 0;
    for (int user = 0; user < 500; user++) {
      List<List<String>> events = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        events.add(List.of("genre " + random.nextInt(8), "mood " + random.nextInt(3)));
      }
      if (!TasteChange.of(events).isNone()) {
        named++;
      }
    }
    assertTrue(named <= 50, named + " of 500 users have changed by chance");
  }

  private static TasteChange change(int before, int late) {
    List<List<String>> events = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> events.add(List.of(i < before ? "War" : "Drama")));
    IntStream.range(0, 10).forEach(i -> events.add(List.of(i < late ? "War" : "Drama")));
    return TasteChange.of(events);
  }

  private static List<List<String>> history(
      List<String> before, int times, List<String> late, int lateTimes) {
    List<List<String>> events = new ArrayList<>(Collections.nCopies(times, before));
    events.addAll(Collections.nCopies(lateTimes, late));
    return events;
  }
}
