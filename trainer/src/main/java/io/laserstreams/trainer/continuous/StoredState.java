package io.laserstreams.trainer.continuous;

import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import io.laserstreams.trainer.continuous.TrainerState.SamplesPosition;
import io.laserstreams.trainer.continuous.TrainerState.Trained;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link TrainerState} as a checkpoint's {@code state.json} holds it: one flat object. Its fields
 * are a format; builds before and after this one read them.
 *
 * @param lastMetrics empty before the first release
 */
record StoredState(
    long round,
    @Nullable String samplesTopic,
    Map<Integer, PartitionOffsets> stretches,
    long trainedOn,
    long trainedUntil,
    @Nullable String lastRelease,
    Map<String, Double> lastMetrics,
    int refusalsInARow) {

  static StoredState of(TrainerState state) {
    LastRelease release = state.lastRelease();
    return new StoredState(
        state.round(),
        state.samples().topicId(),
        state.samples().partitions(),
        state.trained().samples(),
        state.trained().until(),
        release == null ? null : release.version(),
        release == null ? Map.of() : release.metrics(),
        state.refusalsInARow());
  }

  TrainerState toState() {
    return new TrainerState(
        round,
        new SamplesPosition(samplesTopic, stretches),
        new Trained(trainedOn, trainedUntil),
        lastRelease == null ? null : new LastRelease(lastRelease, lastMetrics),
        refusalsInARow);
  }
}
