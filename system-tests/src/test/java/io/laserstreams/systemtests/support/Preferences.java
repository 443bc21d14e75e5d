package io.laserstreams.systemtests.support;

import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Samples from a world in which some items are liked much more than others. */
public final class Preferences {
  private static final int ITEMS = 40;
  private static final int CANDIDATES = 8;
  private static final long BEGIN = 1_700_000_000_000L;

  private Preferences() {}

  /**
   * @param shuffled shuffles the labels across all samples, so that there is nothing to learn
   */
  public static List<TrainingSample> samples(int slates, boolean shuffled) {
    Random random = new Random(7);
    List<Integer> items = new ArrayList<>();
    List<Float> labels = new ArrayList<>();
    for (int i = 0; i < slates * CANDIDATES; i++) {
      int item = random.nextInt(ITEMS);
      items.add(item);
      labels.add(random.nextDouble() < (item % 4 == 0 ? 0.8 : 0.1) ? 1f : 0f);
    }
    if (shuffled) {
      Collections.shuffle(labels, random);
    }
    List<TrainingSample> samples = new ArrayList<>();
    for (int slate = 0; slate < slates; slate++) {
      List<SampleCandidate> candidates = new ArrayList<>();
      for (int i = 0; i < CANDIDATES; i++) {
        int at = slate * CANDIDATES + i;
        candidates.add(
            new SampleCandidate(
                "item-" + items.get(at), labels.get(at), null, i, 0.0, 1.0, null, List.of()));
      }
      samples.add(
          new TrainingSample(
              "i" + slate,
              "user-" + slate % 50,
              BEGIN + slate * 1_000L,
              null,
              Map.of(),
              Map.of(),
              List.of(),
              null,
              List.of(),
              null,
              candidates,
              WindowClose.EVENT_TIME,
              BEGIN + slate * 1_000L));
    }
    return samples;
  }
}
