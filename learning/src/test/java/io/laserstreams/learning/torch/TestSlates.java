package io.laserstreams.learning.torch;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Slates of 1 to 4 candidates for users with 0 to 9 events. Some items are unknown, some have no
 * knowledge, likewise users; some histories are longer than what the models read.
 */
final class TestSlates {
  private TestSlates() {}

  static List<Slate> slates(long seed, int count) {
    var random = new Random(seed);
    var slates = new ArrayList<Slate>();
    for (int s = 0; s < count; s++) {
      var candidates = new ArrayList<ItemFeatures>();
      for (int c = 0; c <= random.nextInt(4); c++) {
        candidates.add(TestModels.item(random.nextInt(45)));
      }
      slates.add(slate(random, candidates));
    }
    return slates;
  }

  /** The same slates with streaming features. */
  static List<Slate> streaming(long seed, int count) {
    var random = new Random(seed);
    return slates(seed, count).stream()
        .map(
            slate ->
                slate.with(TestModels.streaming(random.nextInt(1_000), slate.candidates().size())))
        .toList();
  }

  /** Users with an even number like even items. */
  static Slate slate(Random random, List<ItemFeatures> candidates) {
    int u = random.nextInt(60);
    UserFeatures user = TestModels.user(u, random.nextInt(10));
    float[] labels = new float[candidates.size()];
    for (int c = 0; c < labels.length; c++) {
      int item = Integer.parseInt(candidates.get(c).itemId().substring(4));
      labels[c] = item % 2 == u % 2 ? 1 : 0;
    }
    return new Slate(user, TestModels.historyItems(user), candidates, labels);
  }
}
