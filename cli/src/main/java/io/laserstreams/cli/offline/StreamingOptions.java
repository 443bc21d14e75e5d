package io.laserstreams.cli.offline;

import io.laserstreams.cli.Progress;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.reproduce.FeatureGrid;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.BitSet;
import picocli.CommandLine.Option;

/** Streaming features of trainings. */
public final class StreamingOptions {
  @Option(
      names = "--features",
      paramLabel = "none|streaming|NAME,...",
      description =
          "Streaming features that the model reads: none, all, or names of features and families;"
              + " -NAME takes one out (default: ${DEFAULT-VALUE}).")
  private String features = FeatureChoice.NONE;

  @Option(
      names = "--freshness",
      paramLabel = "DURATION",
      description =
          "Length of the epochs in which item statistics are published, such as PT1H; PT0S for at"
              + " once (default: ${DEFAULT-VALUE}).")
  private String freshness = "PT1H";

  @Option(
      names = "--strict",
      description =
          "Item statistics and the basis learn from the drawn training samples alone, not from the"
              + " whole stream.")
  private boolean strict;

  /** Refuses features that do not exist, before anything that takes long. */
  void check(Dataset data) {
    FeatureChoice.of(features, data, epochMillis());
  }

  /**
   * The features of all samples: of training samples as they were seen through one fit after the
   * other, of the others as the bundle will be served, so that training chooses by, and reports,
   * what {@code evaluate} and {@code replay} find.
   *
   * @param basisNeeded whether the model needs a basis also without features
   * @return null where neither features nor a basis are needed
   */
  StreamingTable table(Dataset data, Knowledge knowledge, BitSet drawn, boolean basisNeeded) {
    StreamingFeatures chosen = FeatureChoice.of(features, data, epochMillis());
    if (chosen == null && !basisNeeded) {
      return null;
    }
    FeaturePass.Request request = FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION);
    int validation = data.protocol().first(Part.VALIDATION);
    StreamingTable learnt =
        pass(
            data,
            knowledge,
            chosen == null
                ? StreamingFeatures.ofStateAlone(FeatureChoice.settings(data, epochMillis()))
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
    return strict ? request.learningFrom(sample -> sample >= 0 && drawn.get(sample)) : request;
  }

  /** Why figures are not those of the bundle as it is served; null where they are. */
  String caveat() {
    return strict && chosen()
        ? "--strict: item statistics learnt from the drawn training samples alone; evaluate and"
            + " replay of this bundle see all"
        : null;
  }

  /** Whether the model is to read features. */
  boolean chosen() {
    return !features.equals(FeatureChoice.NONE);
  }

  /** The same for the trainings of a grid, each without and with them. */
  public FeatureGrid grid() {
    return new FeatureGrid(features, strict, epochMillis());
  }

  private long epochMillis() {
    try {
      long millis = Duration.parse(freshness).toMillis();
      if (millis >= 0) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // falls through to the message below
    }
    throw new UserException(
        "--freshness is " + freshness + ", must be a duration such as PT1H, or PT0S");
  }

  static StreamingTable pass(
      Dataset data, Knowledge knowledge, StreamingFeatures features, FeaturePass.Request request) {
    long of = data.impressions().size();
    try (var progress = Progress.counting("streaming features", "impressions", of)) {
      return new FeaturePass(data, knowledge, features).run(request, done -> progress.at(done, of));
    }
  }
}
