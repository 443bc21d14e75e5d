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
import org.jspecify.annotations.Nullable;

/** Streaming features of a dataset's samples, each as of its impression. Immutable. */
public final class StreamingTable {
  private final StreamingFeatures features;
  private final List<@Nullable StreamingValues> values;
  private final FittedFactors fittedFactors;
  private final FactorTimeline timeline;

  /**
   * @param values by the sample's number in the protocol, null for a sample not asked for
   * @param fittedFactors that the last samples' features were computed with
   * @param timeline all fits
   */
  StreamingTable(
      StreamingFeatures features,
      List<@Nullable StreamingValues> values,
      FittedFactors fittedFactors,
      FactorTimeline timeline) {
    this.features = requireNonNull(features, "features is null");
    this.values = values;
    this.fittedFactors = requireNonNull(fittedFactors, "fittedFactors is null");
    this.timeline = requireNonNull(timeline, "timeline is null");
  }

  /** The features of a sample by its number in the protocol; null if it was not asked for. */
  public @Nullable StreamingValues of(int sample) {
    return sample < values.size() ? values.get(sample) : null;
  }

  /**
   * A copy with the features of {@code served} from a sample on. Those are of a stream that serves
   * this table's last fit from its first event on, which is how a bundle is evaluated and replayed.
   * The earlier fits leave other bits in the state of a user with more events than the state keeps
   * to apply a new fit to.
   *
   * @throws IllegalArgumentException if {@code served} was computed with other factors
   */
  public StreamingTable servedFrom(int from, StreamingTable served) {
    if (served.fittedFactors.version() != fittedFactors.version()) {
      throw new IllegalArgumentException(
          "the features were computed with factors %d instead of %d"
              .formatted(served.fittedFactors.version(), fittedFactors.version()));
    }
    List<@Nullable StreamingValues> both =
        new ArrayList<>(values.subList(0, Math.min(from, values.size())));
    both.addAll(served.values.subList(both.size(), served.values.size()));
    return new StreamingTable(features, both, fittedFactors, timeline);
  }

  /** The factors that the last samples' features were computed with. */
  public FittedFactors fittedFactors() {
    return fittedFactors;
  }

  /** All fits; none if the factors were pinned. */
  public FactorTimeline timeline() {
    return timeline;
  }

  /** The features as a model reads them, with their mean and deviation in these samples. */
  public FeatureSpec.Streaming standardised(IntPredicate samples) {
    var moments = new Moments(features);
    for (int n = 0; n < values.size(); n++) {
      StreamingValues slate = values.get(n);
      if (samples.test(n) && slate != null) {
        moments.add(slate);
      }
    }
    return moments.standardised();
  }
}
