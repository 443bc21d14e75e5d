package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.tools.output.Progress;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Computes the streaming features of a dataset's samples in passes over its impressions. */
final class StreamingTables {
  private final StreamingOptions options;

  StreamingTables(StreamingOptions options) {
    this.options = requireNonNull(options, "options is null");
  }

  /**
   * The features of all samples. Training samples see one fit after the other; the others see the
   * fit that the bundle is served with, so that training chooses by and reports the figures that
   * {@code evaluate} and {@code replay} find.
   *
   * @param drawn training samples that statistics learn from if strict
   * @param factorsNeeded whether the model needs fitted factors even without features
   * @return null if neither features nor factors are needed
   */
  @Nullable StreamingTable table(
      Dataset data, Knowledge knowledge, BitSet drawn, boolean factorsNeeded) {
    StreamingFeatures chosen = FeatureChoice.of(options.features(), data, options.epochMillis());
    if (chosen == null && !factorsNeeded) {
      return null;
    }
    FeaturePass.Request request = FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION);
    int validation = data.protocol().first(Part.VALIDATION);
    StreamingTable learnt =
        pass(
            data,
            knowledge,
            chosen == null
                ? StreamingFeatures.ofStateAlone(
                    FeatureChoice.settings(data, options.epochMillis()))
                : chosen,
            learning(request.wanting(sample -> chosen != null && sample < validation), drawn));
    if (chosen == null) {
      return learnt;
    }
    FeaturePass.Request served =
        FeaturePass.Request.of(FactorPlan.pinned(learnt.fittedFactors()))
            .wanting(sample -> sample >= validation);
    return learnt.servedFrom(validation, pass(data, knowledge, chosen, learning(served, drawn)));
  }

  private FeaturePass.Request learning(FeaturePass.Request request, BitSet drawn) {
    return options.strict()
        ? request.learningFrom(sample -> sample >= 0 && drawn.get(sample))
        : request;
  }

  /** One pass, with a progress bar. */
  static StreamingTable pass(
      Dataset data, Knowledge knowledge, StreamingFeatures features, FeaturePass.Request request) {
    long of = data.impressions().size();
    try (var progress = Progress.counting("streaming features", "impressions", of)) {
      return new FeaturePass(data, knowledge, features).run(request, done -> progress.at(done, of));
    }
  }
}
