package io.laserstreams.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.replay.MovieLensFiles.Rating;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TapeTest {
  @Test
  void shouldOrderByTimeThenUserThenMovie() {
    Tape tape = Tape.of(List.of(new Rating(2, 9, 3, 100), new Rating(1, 8, 4, 200), new Rating(1, 7, 5, 100), new Rating(1, 3, 5, 100)));
    assertEquals(List.of("ml-1m-1-0", "ml-1m-1-1", "ml-1m-2-0", "ml-1m-1-2"), tape.plays().stream().map(Play::impressionId).toList());
    assertEquals(List.of(3, 7, 9, 8), tape.plays().stream().map(Play::movie).toList());
  }

  @Test
  void shouldCountRanksWithinAUsersSecond() {
    Tape tape = Tape.of(List.of(new Rating(1, 3, 5, 100), new Rating(1, 7, 5, 100), new Rating(1, 9, 1, 100), new Rating(2, 1, 2, 100),
        new Rating(1, 2, 5, 101)));
    assertEquals(List.of(100_000L, 100_002L, 100_004L, 100_000L, 101_000L), tape.plays().stream().map(Play::eventTime).toList());
    assertEquals(List.of(-1L, 100_001L, 100_003L, -1L, 100_005L), tape.plays().stream().map(Play::previousRatingTime).toList());
  }

  @Test
  void shouldBeStrictlyIncreasingForEveryUser() {
    Map<Integer, Long> last = new HashMap<>();
    for (Play play : tape(20, 50).plays()) {
      assertTrue(play.eventTime() > last.getOrDefault(play.user(), -1L));
      assertEquals(last.getOrDefault(play.user(), -1L), play.previousRatingTime());
      last.put(play.user(), play.ratingTime());
    }
  }

  @Test
  void shouldSplitAsTheProtocolSays() {
    Tape tape = tape(20, 50);
    List<Play> plays = tape.plays();
    long samples = plays.stream().filter(Tape::isSample).count();
    assertEquals(20 * 45, samples);
    assertEquals(90, plays.subList(tape.testFrom(), plays.size()).stream().filter(Tape::isSample).count());
    assertTrue(Tape.isSample(plays.get(tape.testFrom())));
    assertEquals(810, tape.samplesBefore(tape.testFrom()));
  }

  @Test
  void shouldSendInTheOrderOfEventTimesWhoeverRates() {
    Tape tape = tape(20, 50);
    long last = -1;
    boolean differs = false;
    int[] order = tape.sendingOrder(700);
    for (int i = 0; i < order.length; i++) {
      Play play = tape.plays().get(order[i]);
      assertTrue(play.eventTime() >= last, "time falls at " + play.impressionId());
      assertTrue(order[i] < 700);
      last = play.eventTime();
      differs |= order[i] != i;
    }
    assertTrue(differs, "users who rate several times a second are interleaved");
  }

  @Test
  void shouldFindAPlayByItsImpressionId() {
    Tape tape = tape(20, 50);
    Play play = tape.plays().get(333);
    int[] parsed = Play.parseImpressionId(play.impressionId());
    assertEquals(333, tape.index(parsed[0], parsed[1]));
    assertThrows(IllegalArgumentException.class, () -> tape.index(1, 50));
    assertThrows(IllegalArgumentException.class, () -> Play.parseImpressionId("demo-5"));
  }

  /** Users rate in turns, several times a second. */
  static Tape tape(int users, int ratingsOfEach) {
    List<Rating> ratings = new ArrayList<>();
    for (int n = 0; n < ratingsOfEach; n++) {
      for (int user = 1; user <= users; user++) {
        ratings.add(new Rating(user, n + 1, 1 + (n + user) % 5, 1_000 + n / 3));
      }
    }
    return Tape.of(ratings);
  }
}
