package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetReader;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.tools.dataset.DatasetRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayPlanTest {
  @Test
  void shouldOrderByTimeThenUserThenMovie() {
    ReplayPlan plan = plan("2::9::3::100", "1::8::4::200", "1::7::5::100", "1::3::5::100");
    assertEquals(
        List.of("ml-1m-1-0", "ml-1m-1-1", "ml-1m-2-0", "ml-1m-1-2"),
        plan.impressions().stream().map(Impression::id).toList());
    assertEquals(
        List.of("3", "7", "9", "8"),
        plan.impressions().stream()
            .map(impression -> impression.candidates().get(0).itemId())
            .toList());
  }

  @Test
  void shouldCountRanksWithinAUsersSecond() {
    ReplayPlan plan =
        plan("1::3::5::100", "1::7::5::100", "1::9::1::100", "2::1::2::100", "1::2::5::101");
    assertEquals(
        List.of(100_000L, 100_002L, 100_004L, 100_000L, 101_000L),
        plan.impressions().stream().map(Impression::eventTime).toList());
    assertEquals(
        List.of(-1L, 100_001L, 100_003L, -1L, 100_005L),
        IntStream.range(0, 5).mapToObj(plan::newestBefore).toList());
  }

  @Test
  void shouldBeStrictlyIncreasingForEveryUser() {
    Map<String, Long> last = new HashMap<>();
    ReplayPlan plan = plan(20, 50);
    for (int i = 0; i < plan.impressions().size(); i++) {
      Impression impression = plan.impressions().get(i);
      assertTrue(impression.eventTime() > last.getOrDefault(impression.userId(), -1L));
      assertEquals(last.getOrDefault(impression.userId(), -1L), plan.newestBefore(i));
      last.put(impression.userId(), impression.interactionTime());
    }
  }

  @Test
  void shouldSplitAsTheProtocolSays() {
    ReplayPlan plan = plan(20, 50);
    List<Impression> impressions = plan.impressions();
    long samples = impressions.stream().filter(Impression::isSample).count();
    assertEquals(20 * 45, samples);
    assertEquals(
        90,
        impressions.subList(plan.testFrom(), impressions.size()).stream()
            .filter(Impression::isSample)
            .count());
    assertTrue(impressions.get(plan.testFrom()).isSample());
    assertEquals(810, plan.samplesBefore(plan.testFrom()));
  }

  @Test
  void shouldSendInTheOrderOfEventTimesWhoeverRates() {
    ReplayPlan plan = plan(20, 50);
    long last = -1;
    boolean differs = false;
    int[] order = DatasetRecords.byEventTime(plan.impressions(), 700);
    for (int i = 0; i < order.length; i++) {
      Impression impression = plan.impressions().get(order[i]);
      assertTrue(impression.eventTime() >= last, "time falls at " + impression.id());
      assertTrue(order[i] < 700);
      last = impression.eventTime();
      differs |= order[i] != i;
    }
    assertTrue(differs, "users who rate several times a second are interleaved");
  }

  @Test
  void shouldFindAPlayByItsImpressionId() {
    ReplayPlan plan = plan(20, 50);
    assertEquals(333, plan.index(plan.impressions().get(333).id()));
    assertThrows(IllegalArgumentException.class, () -> plan.index("ml-1m-1-50"));
    assertThrows(IllegalArgumentException.class, () -> plan.index("demo-5"));
  }

  /** Users rate in turns, several times a second. */
  static ReplayPlan plan(int users, int ratingsOfEach) {
    return plan(
        IntStream.range(0, ratingsOfEach)
            .boxed()
            .flatMap(
                n ->
                    IntStream.rangeClosed(1, users)
                        .mapToObj(
                            user ->
                                "%d::%d::%d::%d"
                                    .formatted(user, n + 1, 1 + (n + user) % 5, 1_000 + n / 3)))
            .toArray(String[]::new));
  }

  /** MovieLens-1M with these ratings, and everybody and everything in them. */
  private static ReplayPlan plan(String... ratings) {
    try {
      Path folder = Files.createTempDirectory("plan");
      Files.writeString(folder.resolve("ratings.dat"), String.join("\n", ratings));
      Files.writeString(folder.resolve("users.dat"), column(ratings, 0, "::F::25::1::12345"));
      Files.writeString(
          folder.resolve("movies.dat"), column(ratings, 1, "::A movie (1999)::Drama"));
      Dataset data = DatasetReader.read(Descriptions.read("ml-1m"), folder);
      for (String file : List.of("ratings.dat", "users.dat", "movies.dat")) {
        Files.delete(folder.resolve(file));
      }
      Files.delete(folder);
      return ReplayPlan.of(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String column(String[] ratings, int column, String rest) {
    return List.of(ratings).stream()
        .map(rating -> rating.split("::", -1)[column])
        .distinct()
        .map(id -> id + rest)
        .collect(Collectors.joining("\n"));
  }
}
