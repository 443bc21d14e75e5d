package io.laserstreams.cli.replay;

import io.laserstreams.cli.replay.MovieLensFiles.Rating;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All ratings in the protocol's order (timestamp, user, movie) with event times that are strictly increasing for a user: the second
 * times 1000, plus two milliseconds for each earlier rating of the user in that second.
 */
final class Tape {
  private static final int FEWEST_EARLIER = 5;
  private static final double TRAIN_SHARE = 0.8;
  private static final double VALIDATION_SHARE = 0.1;
  private static final int MOST_IN_A_SECOND = 500;

  private final List<Play> plays;
  private final Map<Integer, List<Integer>> byUser;
  private final int testFrom;

  private Tape(List<Play> plays, Map<Integer, List<Integer>> byUser, int testFrom) {
    this.plays = plays;
    this.byUser = byUser;
    this.testFrom = testFrom;
  }

  static Tape of(List<Rating> ratings) {
    List<Rating> ordered = new ArrayList<>(ratings);
    ordered.sort(Comparator.comparingLong(Rating::second).thenComparingInt(Rating::user).thenComparingInt(Rating::movie));
    List<Play> plays = new ArrayList<>(ordered.size());
    Map<Integer, List<Integer>> byUser = new HashMap<>();
    Map<Integer, Integer> rankInSecond = new HashMap<>();
    for (Rating rating : ordered) {
      List<Integer> own = byUser.computeIfAbsent(rating.user(), unused -> new ArrayList<>());
      Play previous = own.isEmpty() ? null : plays.get(own.get(own.size() - 1));
      boolean sameSecond = previous != null && previous.eventTime() / 1_000 == rating.second();
      int rank = sameSecond ? rankInSecond.get(rating.user()) + 1 : 0;
      if (rank >= MOST_IN_A_SECOND) {
        throw new IllegalArgumentException(
            "User " + rating.user() + " has more than " + MOST_IN_A_SECOND + " ratings in second " + rating.second());
      }
      rankInSecond.put(rating.user(), rank);
      own.add(plays.size());
      plays.add(new Play(rating.user(), own.size() - 1, rating.movie(), rating.stars(), rating.second() * 1_000 + 2L * rank,
          previous == null ? -1 : previous.ratingTime()));
    }
    return new Tape(List.copyOf(plays), byUser, testFrom(plays));
  }

  List<Play> plays() {
    return plays;
  }

  /**
   * Indexes of the first plays in the order to send them: by event time, which interleaves the users who rate within the same second. A
   * stream takes the head of each topic's partition by its time, so an order is only kept where times never fall within a partition.
   */
  int[] sendingOrder(int played) {
    return IntStream.range(0, played).boxed().sorted(Comparator.comparingLong((Integer index) -> plays.get(index).eventTime()))
        .mapToInt(Integer::intValue).toArray();
  }

  /** Index of the play of this user after {@code earlier} others. */
  int index(int user, int earlier) {
    List<Integer> own = byUser.get(user);
    if (own == null || earlier < 0 || earlier >= own.size()) {
      throw new IllegalArgumentException("User " + user + " has no rating number " + earlier);
    }
    return own.get(earlier);
  }

  /** True where the protocol counts the play as a sample: there is some history. */
  static boolean isSample(Play play) {
    return play.earlier() >= FEWEST_EARLIER;
  }

  /** Index of the first sample of the protocol's test part. */
  int testFrom() {
    return testFrom;
  }

  /** Samples among the plays before this index. */
  int samplesBefore(int index) {
    return Math.toIntExact(plays.subList(0, index).stream().filter(Tape::isSample).count());
  }

  private static int testFrom(List<Play> plays) {
    long samples = plays.stream().filter(Tape::isSample).count();
    long before = (long) (samples * TRAIN_SHARE) + (long) (samples * VALIDATION_SHARE);
    long seen = 0;
    for (int i = 0; i < plays.size(); i++) {
      if (isSample(plays.get(i)) && seen++ == before) {
        return i;
      }
    }
    return plays.size();
  }
}
