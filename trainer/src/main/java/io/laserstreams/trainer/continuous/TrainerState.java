package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.trainer.continuous.SampleWindow.Stretch;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint remembers beside the learner's own files.
 *
 * @param round rounds so far, which also seeds the next one's order of samples
 * @param samplesTopic id of the samples topic, null in checkpoints of builds that did not know it
 * @param stretches offsets of the samples topic, by partition
 * @param trainedOn samples trained on in all, replays not counted
 * @param trainedUntil event time of the newest sample trained on, milliseconds since the epoch
 * @param lastRelease version of the last model that this trainer released, null where there is none
 * @param lastMetrics the last release's metrics
 * @param refusalsInARow candidates refused since the last release
 */
record TrainerState(
    long round,
    String samplesTopic,
    Map<Integer, Stretch> stretches,
    long trainedOn,
    long trainedUntil,
    String lastRelease,
    Map<String, Double> lastMetrics,
    int refusalsInARow) {
  TrainerState {
    stretches = new TreeMap<>(requireNonNull(stretches, "stretches is null"));
    lastMetrics = new TreeMap<>(requireNonNull(lastMetrics, "lastMetrics is null"));
  }

  static TrainerState initial() {
    return new TrainerState(0, null, Map.of(), 0, 0, null, Map.of(), 0);
  }

  /**
   * The same on this samples topic: offsets of another one, which was deleted and made again, mean
   * nothing.
   */
  TrainerState on(String topicId) {
    boolean another = samplesTopic != null && !samplesTopic.equals(topicId);
    return new TrainerState(
        round,
        topicId,
        another ? Map.of() : stretches,
        trainedOn,
        trainedUntil,
        lastRelease,
        lastMetrics,
        refusalsInARow);
  }

  TrainerState withRelease(String version, Map<String, Double> metrics) {
    return new TrainerState(
        round, samplesTopic, stretches, trainedOn, trainedUntil, version, metrics, 0);
  }

  TrainerState withRefusal() {
    return new TrainerState(
        round,
        samplesTopic,
        stretches,
        trainedOn,
        trainedUntil,
        lastRelease,
        lastMetrics,
        refusalsInARow + 1);
  }

  /** The same, as if nothing had been refused since the last release. */
  TrainerState withoutRefusals() {
    return new TrainerState(
        round, samplesTopic, stretches, trainedOn, trainedUntil, lastRelease, lastMetrics, 0);
  }
}
