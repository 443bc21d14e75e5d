package io.laserstreams.trainer.reproduce;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.laserstreams.crm.evaluation.Quality;
import java.util.List;

/**
 * One finished training: its outcome and everything that it depends on. The names are read by scripts and do not change.
 *
 * @param model the backbone
 * @param knowledge none, item, user or both
 * @param adapter of the knowledge, none without it
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
 * @param samples that were learnt from
 * @param parameters that the model has
 * @param settings everything that the outcome depends on; two rows with the same settings are the same row
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultRow(
    String model,
    String knowledge,
    String adapter,
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
    int samples,
    long parameters,
    Settings settings) {

  /**
   * What identifies a row.
   *
   * @param data the dataset's fingerprint
   * @param texts fingerprint of the knowledge vectors, empty where the model reads none
   * @param side where item knowledge enters
   * @param history how many events the model looks back
   * @param shape the model's widths
   * @param batch samples a step
   * @param window samples that are shuffled among each other
   * @param passes over the samples
   * @param evaluations looks at the validation part
   * @param threads of libtorch; with one, a row repeats bit for bit
   */
  public record Settings(
      String data,
      String texts,
      String model,
      String knowledge,
      String side,
      String adapter,
      double fraction,
      long seed,
      int history,
      String shape,
      double learningRate,
      double weightDecay,
      double gradientNorm,
      int batch,
      int window,
      int passes,
      int evaluations,
      int threads) {}
}
