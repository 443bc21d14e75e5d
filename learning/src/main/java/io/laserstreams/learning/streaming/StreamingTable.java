package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.learning.factors.FactorTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Streaming features of a dataset's samples, each as of its impression. Immutable. */
public final class StreamingTable {
  private final StreamingFeatures features;
  private final List<StreamingValues> values;
  private final FittedFactors basis;
  private final FactorTimeline bases;

  /**
   * @param values by the sample's number in the protocol, null for samples that were not wanted
   */
  StreamingTable(
      StreamingFeatures features,
      List<StreamingValues> values,
      FittedFactors basis,
      FactorTimeline bases) {
    this.features = requireNonNull(features, "features is null");
    this.values = values;
    this.basis = requireNonNull(basis, "basis is null");
    this.bases = requireNonNull(bases, "bases is null");
  }

  /** The features of a sample by its number in the protocol; null where it was not wanted. */
  public StreamingValues of(int sample) {
    return sample < values.size() ? values.get(sample) : null;
  }

  /**
   * The same up to a sample, from it on the features of {@code served}: those of a stream that
   * serves this table's last basis from its first event on. That is how a bundle is evaluated and
   * replayed. The fits on the way to it leave other bits in the states of users who have more
   * events than a state keeps for a fit to be looked at anew.
   *
   * @throws IllegalArgumentException if {@code served} was seen through another basis
   */
  public StreamingTable judgedBy(StreamingTable served, int from) {
    if (served.basis.version() != basis.version()) {
      throw new IllegalArgumentException(
          "the features were seen through basis %d, not %d"
              .formatted(served.basis.version(), basis.version()));
    }
    List<StreamingValues> both = new ArrayList<>(values.subList(0, Math.min(from, values.size())));
    both.addAll(served.values.subList(both.size(), served.values.size()));
    return new StreamingTable(features, both, basis, bases);
  }

  /** What the last samples were seen through. */
  public FittedFactors basis() {
    return basis;
  }

  /** The fits on the way, none where a basis was pinned. */
  public FactorTimeline bases() {
    return bases;
  }

  /**
   * What a model is to read, with the mean and the deviation that each feature has in these
   * samples.
   */
  public FeatureSpec.Streaming standardised(IntPredicate samples) {
    var moments = new Moments(features);
    for (int n = 0; n < values.size(); n++) {
      if (samples.test(n) && values.get(n) != null) {
        moments.add(values.get(n));
      }
    }
    return moments.standardised();
  }
}
