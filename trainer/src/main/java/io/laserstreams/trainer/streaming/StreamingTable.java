package io.laserstreams.trainer.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.basis.Basis;
import io.laserstreams.trainer.basis.Bases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Streaming features of a dataset's samples, each as of its impression. Immutable. */
public final class StreamingTable {
  private final StreamingFeatures features;
  private final List<StreamingValues> values;
  private final Basis basis;
  private final Bases bases;

  /** @param values by the sample's number in the protocol, null for samples that were not wanted */
  StreamingTable(StreamingFeatures features, List<StreamingValues> values, Basis basis, Bases bases) {
    this.features = requireNonNull(features, "features is null");
    this.values = values;
    this.basis = requireNonNull(basis, "basis is null");
    this.bases = requireNonNull(bases, "bases is null");
  }

  /** The features of a sample by its number in the protocol; null where it was not wanted. */
  public StreamingValues of(int sample) {
    return sample < values.size() ? values.get(sample) : null;
  }

  /** What the last samples were seen through. */
  public Basis basis() {
    return basis;
  }

  /** The fits on the way, none where a basis was pinned. */
  public Bases bases() {
    return bases;
  }

  /** What a model is to read, with the mean and the deviation that each feature has in these samples. */
  public FeatureSpec.Streaming standardised(IntPredicate samples) {
    var ofUser = new Moments(features.ofUser().size());
    var ofCandidate = new Moments(features.ofCandidate().size());
    for (int n = 0; n < values.size(); n++) {
      if (samples.test(n) && values.get(n) != null) {
        ofUser.add(values.get(n).ofUser());
        for (float[] candidate : values.get(n).ofCandidates()) {
          ofCandidate.add(candidate);
        }
      }
    }
    return new FeatureSpec.Streaming(
        ofUser.of(features.ofUser()),
        ofCandidate.of(features.ofCandidate()),
        features.settings());
  }

  /** Sums of numbers and of their squares, column by column. */
  private static final class Moments {
    private static final double LEAST_VARIANCE = 1e-8;

    private final double[] sums;
    private final double[] squares;
    private long rows;

    Moments(int columns) {
      sums = new double[columns];
      squares = new double[columns];
    }

    void add(float[] row) {
      rows++;
      for (int c = 0; c < sums.length; c++) {
        sums[c] += row[c];
        squares[c] += row[c] * (double) row[c];
      }
    }

    List<Standardised> of(List<StreamingFeature> features) {
      List<Standardised> standardised = new ArrayList<>();
      for (int c = 0; c < sums.length; c++) {
        double mean = sums[c] / Math.max(1, rows);
        double variance = Math.max(0, squares[c] / Math.max(1, rows) - mean * mean);
        standardised.add(
            new Standardised(features.get(c).name(), (float) mean, (float) Math.sqrt(variance + LEAST_VARIANCE)));
      }
      return standardised;
    }
  }
}
