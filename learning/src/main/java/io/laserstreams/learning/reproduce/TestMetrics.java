package io.laserstreams.learning.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Quality;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metrics on the test part, measured once, after a model was selected on the validation part.
 *
 * @param logLoss in nats
 * @param groupedAuc mean AUC within users
 * @param calibrationError expected calibration error
 * @param ndcg of the first ten if slates have several candidates, otherwise null
 * @param hitRate of the first ten if slates have more candidates than that, otherwise null
 * @param calibration the test part by predicted probability
 */
public record TestMetrics(
    @JsonUnwrapped Auc auc,
    @JsonProperty("testLogLoss") double logLoss,
    @JsonProperty("testGroupedAuc") double groupedAuc,
    @JsonProperty("testCalibrationError") double calibrationError,
    @JsonProperty("testNdcg") @Nullable Double ndcg,
    @JsonProperty("testHitRate") @Nullable Double hitRate,
    @JsonProperty("calibration") List<Quality.Bin> calibration) {
  /** AUC with the bounds of its 95 % interval over users. */
  public record Auc(
      @JsonProperty("testAuc") double value,
      @JsonProperty("testAucLow") double low,
      @JsonProperty("testAucHigh") double high) {
    static Auc of(Interval interval) {
      return new Auc(interval.value(), interval.low(), interval.high());
    }
  }

  static TestMetrics of(Quality quality, Map<Measure, Interval> measured) {
    boolean ranked = quality.slatesRanked() > 0;
    return new TestMetrics(
        Auc.of(of(measured, Measure.AUC)),
        of(measured, Measure.LOG_LOSS).value(),
        of(measured, Measure.GROUPED_AUC).value(),
        of(measured, Measure.CALIBRATION_ERROR).value(),
        ranked ? of(measured, Measure.NDCG).value() : null,
        quality.slatesLongerThanK() > 0 ? of(measured, Measure.HIT_RATE).value() : null,
        quality.calibration());
  }

  /** A measure, which must have been measured. */
  static Interval of(Map<Measure, Interval> measured, Measure measure) {
    Interval interval = measured.get(measure);
    if (interval == null) {
      throw new IllegalArgumentException(measure + " is not among " + measured.keySet());
    }
    return interval;
  }
}
