package io.laserstreams.worker.taste;

import static io.laserstreams.worker.Requests.clicked;
import static io.laserstreams.worker.Requests.rated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.worker.taste.UserHistory.Encounter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UserHistoryTest {
  private static final RatingScale SCALE = new RatingScale("1 to 5", 3);

  @Test
  void shouldTellLikedDislikedAndOpenedApart() {
    UserHistory history =
        history(rated("Heat", 5), rated("Cats", 3), clicked("Alien"), rated("Babe", 3.5f));
    assertEquals(List.of("Heat", "Babe"), titles(history.liked()));
    assertEquals(List.of("Cats"), titles(history.disliked()));
    assertEquals(List.of("Alien"), titles(history.opened()));
    assertEquals(OptionalDouble.of(23 / 6.0), history.meanRating());
  }

  @Test
  void shouldTakeTheNewestRatingOfAnItem() {
    UserHistory history = history(rated("Heat", 5), rated("Babe", 4), rated("Heat", 1));
    assertEquals(List.of("Babe"), titles(history.liked()));
    assertEquals(List.of("Heat"), titles(history.disliked()));
  }

  @Test
  void shouldCountTheClicksOnAnItemThatHasNoRating() {
    UserHistory history = history(clicked("Heat"), clicked("Alien"), clicked("Heat"));
    assertEquals(List.of("Alien", "Heat"), titles(history.opened()));
    assertEquals(List.of(1, 2), history.opened().stream().map(Encounter::times).toList());
    assertEquals(OptionalDouble.empty(), history.meanRating());
  }

  @Test
  void shouldPreferARatingToClicksBeforeAndAfterIt() {
    UserHistory history =
        history(clicked("Heat"), rated("Heat", 4), rated("Babe", 5), clicked("Heat"));
    assertEquals(List.of("Heat", "Babe"), titles(history.liked()));
    assertEquals(List.of(), history.opened());
  }

  @Test
  void shouldLeaveOutOfTheChangeWhatIsNotLiked() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      entries.add(i < 20 ? rated("Film " + i, 5, "Action") : rated("Film " + i, 1, "Horror"));
    }
    assertEquals(
        new TasteChange(List.of(), List.of()),
        history(entries.toArray(HistoryEntry[]::new)).change());
  }

  private static UserHistory history(HistoryEntry... entries) {
    return UserHistory.of(List.of(entries), SCALE);
  }

  private static List<String> titles(List<Encounter> encounters) {
    return encounters.stream().map(encounter -> encounter.entry().getTitle()).toList();
  }
}
