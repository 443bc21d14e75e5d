package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.Negatives;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Draws items that a user could have chosen and did not, uniformly from those that were available
 * at that time.
 *
 * <p>A draw knows nothing of the future: it depends on the seed, the impression, the items
 * available by then, and what the user interacted with up to then, which is left out. It may draw
 * an item that the user chooses later. The same rows give the same draws, whatever is added after
 * them.
 */
final class NegativeSampler {
  /** After so many misses for an item wanted, all that can be drawn are listed. */
  private static final int TRIES = 20;

  private final Negatives negatives;
  private final AvailableItems items;
  private final Map<String, Set<String>> known = new HashMap<>();
  private int available;

  NegativeSampler(Negatives negatives, AvailableItems items) {
    this.negatives = negatives;
    this.items = items;
  }

  /**
   * The candidates of each slate, in random order: its own, and those drawn for its positive ones.
   *
   * @param slates by time
   */
  List<List<Candidate>> candidates(List<List<Interaction>> slates) {
    List<List<Candidate>> all = new ArrayList<>(slates.size());
    for (int from = 0; from < slates.size(); ) {
      long time = slates.get(from).get(0).time();
      int to = from;
      while (to < slates.size() && slates.get(to).get(0).time() == time) {
        slates.get(to++).forEach(this::learn);
      }
      available = items.by(time, available);
      slates.subList(from, to).forEach(slate -> all.add(candidates(slate, time)));
      from = to;
    }
    return all;
  }

  private void learn(Interaction row) {
    known.computeIfAbsent(row.userId(), user -> new HashSet<>()).add(row.candidate().itemId());
  }

  private List<Candidate> candidates(List<Interaction> slate, long time) {
    List<Candidate> candidates = new ArrayList<>();
    slate.forEach(row -> candidates.add(row.candidate()));
    int positives = (int) candidates.stream().filter(Candidate::positive).count();
    if (positives > 0) {
      var random = new Random(seed(slate.get(0)));
      Set<String> excluded = known.getOrDefault(slate.get(0).userId(), Set.of());
      draw(positives * negatives.each(), time, excluded, random)
          .forEach(item -> candidates.add(new Candidate(item, false, Float.NaN, false)));
      Collections.shuffle(candidates, random);
    }
    return candidates;
  }

  private Set<String> draw(int wanted, long time, Set<String> excluded, Random random) {
    Set<String> drawn = new LinkedHashSet<>();
    for (int tries = wanted * TRIES; tries > 0 && drawn.size() < wanted && available > 0; tries--) {
      AvailableItems.Item item = items.get(random.nextInt(available));
      if (item.until() > time && !excluded.contains(item.id())) {
        drawn.add(item.id());
      }
    }
    if (drawn.size() < wanted) {
      List<String> rest = new ArrayList<>();
      for (int i = 0; i < available; i++) {
        AvailableItems.Item item = items.get(i);
        if (item.until() > time && !excluded.contains(item.id()) && !drawn.contains(item.id())) {
          rest.add(item.id());
        }
      }
      Collections.shuffle(rest, random);
      drawn.addAll(rest.subList(0, Math.min(wanted - drawn.size(), rest.size())));
    }
    return drawn;
  }

  private long seed(Interaction first) {
    long seed = negatives.seed();
    seed = 31 * seed + first.userId().hashCode();
    seed = 31 * seed + Long.hashCode(first.time());
    return 0x9e3779b97f4a7c15L * (31 * seed + first.candidate().itemId().hashCode());
  }
}
