package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.DatasetDescription.Split;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Orders a dataset's rows as they are played, and selects the impressions that are samples.
 *
 * <p>With time: by time, then by user, then by item, then in the order of the files. A user's
 * impressions are at least two milliseconds apart, so that the interactions with one, a millisecond
 * after it, come before the next.
 *
 * <p>Without time: users are shuffled, and each user's impressions; the last one is the sample, and
 * those before it are its history. They are played a second apart from the year 2000 on, so that
 * all training samples come before all validation samples, and those before the test.
 */
final class Timeline {
  private static final long MILLIS_APART = 2;

  /**
   * Plausible to every app, and a multiple of the periods of streaming features: epochs and two
   * weeks.
   */
  private static final long MADE_UP_START = Instant.parse("2000-01-06T00:00:00Z").toEpochMilli();

  private static final long MADE_UP_STEP = 1_000;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  private final String name;
  private final Split split;

  Timeline(DatasetDescription description) {
    this.name = description.name();
    this.split = description.split();
  }

  /** Without drawn negatives. */
  List<Impression> impressions(List<Interaction> rows) {
    return impressions(rows, null);
  }

  /**
   * All impressions, in the order to play them.
   *
   * @param sampler draws negatives for data with times; null for none
   */
  List<Impression> impressions(List<Interaction> rows, @Nullable NegativeSampler sampler) {
    List<List<Interaction>> slates = slates(rows);
    Map<String, Integer> users = ranks(rows.stream().map(Interaction::userId).toList());
    if (split.by() == Split.By.USER) {
      return shuffled(slates, users);
    }
    Map<String, Integer> items = ranks(rows.stream().map(row -> row.candidate().itemId()).toList());
    slates.sort(
        Comparator.<List<Interaction>>comparingLong(slate -> slate.get(0).time())
            .thenComparingInt(slate -> users.get(slate.get(0).userId()))
            .thenComparingInt(slate -> items.get(slate.get(0).candidate().itemId())));
    Map<String, Clock> clocks = new HashMap<>();
    List<Impression> impressions = new ArrayList<>(slates.size());
    List<List<Candidate>> candidates =
        sampler == null
            ? slates.stream().map(Timeline::candidates).toList()
            : sampler.candidates(slates);
    for (int i = 0; i < slates.size(); i++) {
      Interaction first = slates.get(i).get(0);
      Clock clock = clocks.computeIfAbsent(first.userId(), user -> new Clock());
      impressions.add(
          clock.next(first, candidates.get(i), first.time(), clock.earlier >= split.earlier()));
    }
    return Collections.unmodifiableList(impressions);
  }

  private List<Impression> shuffled(List<List<Interaction>> slates, Map<String, Integer> ranks) {
    Map<String, List<List<Interaction>>> byUser = new LinkedHashMap<>();
    slates.forEach(
        slate ->
            byUser.computeIfAbsent(slate.get(0).userId(), user -> new ArrayList<>()).add(slate));
    List<String> users = new ArrayList<>(byUser.keySet());
    users.sort(Comparator.comparingInt(ranks::get));
    var random = new Random(split.seed());
    Collections.shuffle(users, random);
    List<Impression> impressions = new ArrayList<>(slates.size());
    for (String user : users) {
      List<List<Interaction>> own = byUser.getOrDefault(user, List.of());
      Collections.shuffle(own, random);
      var clock = new Clock();
      for (int i = 0; i < own.size(); i++) {
        boolean isSample = i == own.size() - 1 && clock.earlier >= split.earlier();
        impressions.add(
            clock.next(
                own.get(i).get(0),
                candidates(own.get(i)),
                MADE_UP_START + MADE_UP_STEP * (impressions.size() + 1L),
                isSample));
      }
    }
    return Collections.unmodifiableList(impressions);
  }

  private static List<Candidate> candidates(List<Interaction> slate) {
    return slate.stream().map(Interaction::candidate).toList();
  }

  /** Rows shown together, in the order of the file. */
  private static List<List<Interaction>> slates(List<Interaction> rows) {
    List<List<Interaction>> slates = new ArrayList<>(rows.size());
    Map<String, List<Interaction>> byImpression = new HashMap<>();
    for (Interaction row : rows) {
      List<Interaction> slate =
          row.impression() == null ? null : byImpression.get(row.impression());
      if (slate != null) {
        requireSameSlate(slate, row);
        slate.add(row);
        continue;
      }
      if (row.impression() == null) {
        slates.add(List.of(row));
      } else {
        slate = new ArrayList<>(List.of(row));
        byImpression.put(row.impression(), slate);
        slates.add(slate);
      }
    }
    byImpression.forEach(Timeline::requireDifferentItems);
    return slates;
  }

  private static void requireSameSlate(List<Interaction> slate, Interaction row) {
    Interaction first = slate.get(0);
    if (!first.userId().equals(row.userId()) || first.time() != row.time()) {
      throw new InvalidDatasetException(
          ("impression '%s' has user '%s' at %d in %s and user '%s' at %d in %s: an impression has"
                  + " one user and one time")
              .formatted(
                  row.impression(),
                  first.userId(),
                  first.time(),
                  first.position(),
                  row.userId(),
                  row.time(),
                  row.position()));
    }
  }

  private static void requireDifferentItems(String impression, List<Interaction> slate) {
    Set<String> items = new HashSet<>();
    for (Interaction row : slate) {
      if (!items.add(row.candidate().itemId())) {
        throw new InvalidDatasetException(
            "impression '%s' shows item '%s' twice, the second time in %s"
                .formatted(impression, row.candidate().itemId(), row.position()));
      }
    }
  }

  /** Ranks of ids in their order: whole numbers by size, then everything else as text. */
  private static Map<String, Integer> ranks(List<String> ids) {
    List<String> distinct = new ArrayList<>(new HashSet<>(ids));
    distinct.sort(
        Comparator.comparingLong(Timeline::number).thenComparing(Comparator.naturalOrder()));
    Map<String, Integer> ranks = new HashMap<>();
    distinct.forEach(id -> ranks.put(id, ranks.size()));
    return ranks;
  }

  private static long number(String id) {
    return WHOLE_NUMBER.matcher(id).matches() ? Long.parseLong(id) : Long.MAX_VALUE;
  }

  /** Event times and counts of one user. */
  private final class Clock {
    private int number;
    private int earlier;
    private long last = Long.MIN_VALUE / 2;

    Impression next(Interaction first, List<Candidate> candidates, long time, boolean isSample) {
      last = Math.max(time, last + MILLIS_APART);
      var impression =
          new Impression(
              name,
              first.userId(),
              number++,
              earlier,
              time,
              last,
              first.context(),
              candidates,
              isSample);
      earlier += impression.interactions();
      return impression;
    }
  }
}
