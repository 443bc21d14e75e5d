package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.learning.offline.OfflinePlan;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One finished training: its outcome and everything that it depends on. The names are read by
 * scripts and do not change.
 *
 * @param model the backbone
 * @param knowledge none, item, user or both
 * @param side where item knowledge enters, none without it
 * @param adapter of the knowledge, none without it
 * @param texts where the knowledge came from, in words; empty without
 * @param features streaming features that the model reads, none without
 * @param strict whether what features stand on learnt from the labels of the fraction alone
 * @param fraction of the training samples
 * @param seed of everything random
 * @param validationAuc of the point of the learning curve that was chosen
 * @param validationLogLoss of the same point
 * @param testAuc of that model, looked at once
 * @param testAucLow lower bound of the 95 % interval over users
 * @param testAucHigh upper bound of the same
 * @param testLogLoss in nats
 * @param testGroupedAuc among each user's samples
 * @param testCalibrationError expected calibration error
 * @param testNdcg of the first ten where slates have several candidates, else null
 * @param testHitRate of the first ten where slates have several candidates, else null
 * @param calibration the test part by predicted probability
 * @param trainSeconds wall-clock time of the training, its looks at the validation part included
 * @param servingMicros time of one candidate in slates of {@link ServingPace#CANDIDATES} in the
 *     served form on one thread
 * @param samples that were learnt from
 * @param parameters that the model has
 * @param predictions file with the logits of the test part, see {@link PredictionFiles}
 * @param settings everything that the outcome depends on; two rows with the same settings are the
 *     same row
 */
public record ResultRow(
    String model,
    String knowledge,
    String side,
    String adapter,
    String texts,
    String features,
    boolean strict,
    double fraction,
    long seed,
    double validationAuc,
    double validationLogLoss,
    double testAuc,
    double testAucLow,
    double testAucHigh,
    double testLogLoss,
    double testGroupedAuc,
    double testCalibrationError,
    Double testNdcg,
    Double testHitRate,
    List<Quality.Bin> calibration,
    double trainSeconds,
    double servingMicros,
    int samples,
    long parameters,
    String predictions,
    Settings settings) {
  /** Rows that were written before there were features have none. */
  public ResultRow {
    features = features == null ? FeatureReading.NONE.features() : features;
  }

  /**
   * What identifies a row. What a later version of the code adds to one of its parts is a part of
   * the identity, too: rows from before are then other rows.
   *
   * @param data the dataset's fingerprint
   * @param texts fingerprint of the knowledge vectors, empty where the model reads none
   * @param graph fingerprint of what the model reads and of its untrained graphs: other code of a
   *     model makes another row
   * @param plan fraction, seed and hyper-parameters included
   * @param threads that learn, on which it depends how sums are rounded
   */
  public record Settings(
      String data,
      String texts,
      String model,
      String knowledge,
      String side,
      String adapter,
      String graph,
      OfflinePlan plan,
      int threads) {
    private static final int HASH = 12;

    /** A name for files about the row, the same for the same settings alone. */
    String name() {
      String hash = Sha256.hex(toString().getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
      return "%s-%s-f%s-seed%d-%s".formatted(model, knowledge, plan.fraction(), plan.seed(), hash);
    }
  }
}
