package io.laserstreams.crm.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventSearchTest {
  @Test
  void shouldFindEventsWithCommonCategoriesTheMostAlikeFirst() {
    var search = new EventSearch(SearchKind.CATEGORY, 3, 2);
    float[] candidate = {1, 2, 0};
    List<float[]> events =
        rows(
            new float[] {1, 0, 0},
            new float[] {3, 0, 0},
            new float[] {2, 1, 0},
            new float[] {2, 3, 4});
    assertArrayEquals(new int[] {0, 2}, search.find(candidate, events, 0).events());
    assertArrayEquals(
        new int[] {2},
        new EventSearch(SearchKind.CATEGORY, 3, 1).find(candidate, events, 0).events());
    assertArrayEquals(
        new int[] {0, 2, 3},
        new EventSearch(SearchKind.CATEGORY, 3, 9).find(candidate, events, 0).events());
  }

  @Test
  void shouldFindNothingForUnknownCategories() {
    var search = new EventSearch(SearchKind.CATEGORY, 2, 2);
    assertArrayEquals(
        new int[0], search.find(new float[2], rows(new float[2], new float[] {1, 0}), 0).events());
    assertArrayEquals(new int[0], search.find(new float[] {1, 0}, List.of(), 0).events());
  }

  @Test
  void shouldFindTheNearestKnowledgeAndLeaveOutItemsWithoutIt() {
    var search = new EventSearch(SearchKind.KNOWLEDGE, 2, 2);
    List<float[]> events =
        rows(new float[] {1, 0}, new float[] {0, 0}, new float[] {0.6f, 0.8f}, new float[] {-1, 0});
    assertArrayEquals(new int[] {0, 2}, search.find(new float[] {1, 0}, events, 0).events());
    assertArrayEquals(new int[0], search.find(new float[] {0, 0}, events, 0).events());
  }

  @Test
  void shouldMatchTheCandidatesQueryWithTheEventsKeys() {
    var search = new EventSearch(SearchKind.SOFT, 2, 1);
    List<float[]> events = rows(new float[] {9, 1}, new float[] {0, 3}, new float[] {5, 2});
    assertArrayEquals(new int[] {1}, search.find(new float[] {1, -9}, events, 0).events());
    assertArrayEquals(new int[] {0}, search.find(new float[] {-1, 0}, events, 0).events());
  }

  @Test
  void shouldPreferTheNewestOfEqualScores() {
    var search = new EventSearch(SearchKind.CATEGORY, 1, 2);
    List<float[]> events = rows(new float[] {1}, new float[] {1}, new float[] {2}, new float[] {1});
    assertArrayEquals(new int[] {1, 3}, search.find(new float[] {1}, events, 0).events());
  }

  /** Compared with sorting all events, on rows whose search part is not at their beginning. */
  @Test
  void shouldFindWhatSortingFinds() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      int limit = 1 + random.nextInt(6);
      float[] candidate = row(random);
      List<float[]> events =
          IntStream.range(0, random.nextInt(15)).mapToObj(i -> row(random)).toList();
      var order = new ArrayList<>(IntStream.range(0, events.size()).boxed().toList());
      Comparator<Integer> byScore =
          Comparator.comparing(i -> SearchKind.SOFT.score(candidate, events.get(i), 1, 5));
      order.sort(byScore.reversed().thenComparing(Comparator.reverseOrder()));
      int[] expected = order.stream().limit(limit).sorted().mapToInt(i -> i).toArray();
      assertArrayEquals(
          expected, new EventSearch(SearchKind.SOFT, 4, limit).find(candidate, events, 1).events());
      assertEquals(Math.min(limit, events.size()), expected.length);
    }
  }

  private static float[] row(Random random) {
    float[] row = new float[5];
    IntStream.range(0, 5).forEach(i -> row[i] = random.nextInt(3));
    return row;
  }

  private static List<float[]> rows(float[]... rows) {
    return List.of(rows);
  }
}
