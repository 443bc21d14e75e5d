package io.laserstreams.tools.explain;

import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Averages of a user's streaming features over the samples that were added. */
final class OwnAverages {
  private static final class Mean {
    private double sum;
    private long count;
  }

  private final Map<String, Mean> means = new HashMap<>();
  private long samples;

  void add(TrainingSample sample) {
    ServedFeatures features = sample.getFeatures();
    if (features == null) {
      return;
    }
    samples++;
    add(features.getOfUser(), features.getUserValues());
    for (SampleCandidate candidate : sample.getCandidates()) {
      add(features.getOfCandidates(), candidate.getFeatures());
    }
  }

  private void add(List<String> names, List<Float> values) {
    for (int f = 0; f < Math.min(names.size(), values.size()); f++) {
      Mean mean = means.computeIfAbsent(names.get(f), name -> new Mean());
      mean.sum += values.get(f);
      mean.count++;
    }
  }

  long samples() {
    return samples;
  }

  /** Null if no sample has the feature. */
  @Nullable Float of(String feature) {
    Mean mean = means.get(feature);
    return mean == null ? null : (Float) (float) (mean.sum / mean.count);
  }
}
