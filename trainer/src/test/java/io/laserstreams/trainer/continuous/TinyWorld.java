package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.schema.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A world with a signal for a model to find: each user likes one of four kinds of items, which are
 * the items' categories, and clicks accordingly. There is one slate a second.
 */
final class TinyWorld {
  private static final int KINDS = 4;
  private static final int ITEMS = 60;
  private static final int USERS = 50;
  private static final int SHOWN = 6;
  private static final double LIKED = 0.6;
  private static final double OTHER = 0.1;

  private final Random random;
  private final FeatureSpec spec = Samples.spec(5, null, null);
  private final ItemCatalogue catalogue = new ItemCatalogue(spec, 1_000);
  private final Map<Integer, Deque<HistoryEvent>> histories = new HashMap<>();
  private long time = 1_000_000;

  TinyWorld(long seed) {
    random = new Random(seed);
    for (int item = 0; item < ITEMS; item++) {
      catalogue.item(
          "item-" + item,
          new Item(
              "item-" + item,
              "title",
              "",
              List.of("kind-" + item % KINDS),
              Map.of("length", "short"),
              0L));
    }
  }

  FeatureSpec spec() {
    return spec;
  }

  ItemFeatureLookup features() {
    return new ItemFeatureLookup(spec, catalogue);
  }

  List<LabelledSlate> slates(int count) {
    List<LabelledSlate> slates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slates.add(slate());
    }
    return slates;
  }

  /** The same slates with labels shuffled across all of them, so that nothing is left to learn. */
  static List<LabelledSlate> withLabelsShuffled(List<LabelledSlate> slates, long seed) {
    List<Float> labels = new ArrayList<>();
    slates.forEach(slate -> slate.candidates().forEach(candidate -> labels.add(candidate.label())));
    Collections.shuffle(labels, new Random(seed));
    List<LabelledSlate> shuffled = new ArrayList<>();
    int next = 0;
    for (LabelledSlate slate : slates) {
      List<LabelledSlate.Candidate> candidates = new ArrayList<>();
      for (LabelledSlate.Candidate candidate : slate.candidates()) {
        candidates.add(
            new LabelledSlate.Candidate(
                candidate.itemId(), labels.get(next++), Float.NaN, 1, false));
      }
      shuffled.add(
          new LabelledSlate(slate.impressionId(), slate.userId(), slate.user(), candidates, null));
    }
    return shuffled;
  }

  private LabelledSlate slate() {
    time += 1_000;
    int user = random.nextInt(USERS);
    Deque<HistoryEvent> history = histories.computeIfAbsent(user, missing -> new ArrayDeque<>());
    UserFeatures features =
        new UserFeatures(
            time,
            Map.of("age", "" + user % 7),
            Map.of("device", "phone"),
            List.copyOf(history),
            null);
    List<LabelledSlate.Candidate> candidates = new ArrayList<>();
    for (int shown = 0; shown < SHOWN; shown++) {
      int item = random.nextInt(ITEMS);
      boolean click = random.nextDouble() < (item % KINDS == user % KINDS ? LIKED : OTHER);
      candidates.add(
          new LabelledSlate.Candidate("item-" + item, click ? 1 : 0, Float.NaN, 1, false));
      if (click) {
        history.addLast(new HistoryEvent("", "item-" + item, time, Float.NaN));
      }
    }
    while (history.size() > spec.historyLength()) {
      history.removeFirst();
    }
    return new LabelledSlate("impression-" + time, "user-" + user, features, candidates, null);
  }
}
