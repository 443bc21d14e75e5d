package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.dataset.Sample;
import io.laserstreams.learning.torch.Slate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The time to score a candidate on one thread, as served: from computed features to logits, with
 * item rows at hand as in the scoring stream; the median over slates made of the users and items of
 * test samples.
 */
final class ServingPace {
  static final int CANDIDATES = 100;

  /** Measures the thread's own time, which other work on the machine does not affect. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static final int SLATES = 12;
  private static final int WARM_UPS = 2;
  private static final int TIMED = 4;

  private ServingPace() {}

  /** Microseconds per candidate. */
  static double micros(ModelBundle bundle, DatasetSamples samples) {
    List<Slate> slates = slates(samples);
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    StreamingValues features = streaming == null ? null : streaming.means(CANDIDATES);
    List<ItemFeatures> shown = slates.stream().map(slate -> slate.candidates().get(0)).toList();
    List<Double> times = new ArrayList<>();
    try (var scorer = Scorer.open(bundle, Device.CPU)) {
      var rows = new IdentityHashMap<ItemFeatures, float[]>();
      List<float[]> candidates = rows(scorer, rows, shown);
      for (int i = 0; i < SLATES; i++) {
        Slate slate = slates.get(i * CANDIDATES / SLATES);
        List<float[]> history = rows(scorer, rows, slate.historyItems());
        for (int time = 0; time < WARM_UPS + TIMED; time++) {
          long start = CLOCK.getCurrentThreadCpuTime();
          scorer.logits(slate.user(), history, candidates, features);
          if (time >= WARM_UPS) {
            times.add((CLOCK.getCurrentThreadCpuTime() - start) / 1e3 / candidates.size());
          }
        }
      }
    }
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** As many test samples as a slate has candidates, evenly spread; some twice in a small part. */
  private static List<Slate> slates(DatasetSamples samples) {
    Protocol protocol = samples.protocol();
    int first = protocol.first(Part.TEST);
    int all = protocol.samples(Part.TEST);
    int[] wanted = new int[CANDIDATES];
    Arrays.setAll(wanted, i -> first + (int) ((long) i * all / CANDIDATES));
    List<Slate> distinct = new ArrayList<>();
    samples.play(
        n -> Arrays.binarySearch(wanted, n) >= 0, (Sample sample) -> distinct.add(sample.slate()));
    List<Slate> slates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      slates.add(distinct.get(i % distinct.size()));
    }
    return slates;
  }

  private static List<float[]> rows(
      Scorer scorer, IdentityHashMap<ItemFeatures, float[]> known, List<ItemFeatures> items) {
    return items.stream()
        .map(item -> known.computeIfAbsent(item, key -> scorer.itemRows(List.of(key))[0]))
        .toList();
  }
}
