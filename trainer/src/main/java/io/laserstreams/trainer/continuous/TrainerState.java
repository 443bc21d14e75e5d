package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint remembers besides the learner's own files; {@link StoredState} is its form on
 * disk.
 *
 * @param round rounds so far, which also seeds the next one's order of samples
 * @param samples where the trainer is in the samples topic
 * @param trained what was trained on
 * @param lastRelease the last model that this trainer released, null before the first
 * @param refusalsInARow candidates refused since the last release
 */
record TrainerState(
    long round,
    SamplesPosition samples,
    Trained trained,
    @Nullable LastRelease lastRelease,
    int refusalsInARow) {
  TrainerState {
    requireNonNull(samples, "samples is null");
    requireNonNull(trained, "trained is null");
  }

  static TrainerState initial() {
    return new TrainerState(0, new SamplesPosition(null, Map.of()), new Trained(0, 0), null, 0);
  }

  /**
   * The same on this samples topic: offsets in another one, which was deleted and created again,
   * mean nothing.
   */
  TrainerState onTopic(String topicId) {
    Map<Integer, PartitionOffsets> valid =
        samples.isOfAnotherTopicThan(topicId) ? Map.of() : samples.partitions();
    return with(new SamplesPosition(topicId, valid));
  }

  /** The state after the next round, with what it trained on and how far it came. */
  TrainerState afterRound(Trained trained, Map<Integer, PartitionOffsets> partitions) {
    return new TrainerState(
        round + 1,
        new SamplesPosition(samples.topicId(), partitions),
        trained,
        lastRelease,
        refusalsInARow);
  }

  TrainerState withRelease(String version, Map<String, Double> metrics) {
    return new TrainerState(round, samples, trained, new LastRelease(version, metrics), 0);
  }

  TrainerState withRefusal() {
    return withRefusals(refusalsInARow + 1);
  }

  /** The same, as if nothing had been refused since the last release. */
  TrainerState withoutRefusals() {
    return withRefusals(0);
  }

  private TrainerState with(SamplesPosition position) {
    return new TrainerState(round, position, trained, lastRelease, refusalsInARow);
  }

  private TrainerState withRefusals(int refusals) {
    return new TrainerState(round, samples, trained, lastRelease, refusals);
  }

  /**
   * Where the trainer is in the samples topic.
   *
   * @param topicId id of the topic, null before the first term and in checkpoints of builds that
   *     did not store it
   * @param partitions offsets by partition
   */
  record SamplesPosition(@Nullable String topicId, Map<Integer, PartitionOffsets> partitions) {
    SamplesPosition {
      partitions = new TreeMap<>(requireNonNull(partitions, "partitions is null"));
    }

    boolean isOfAnotherTopicThan(String id) {
      return topicId != null && !topicId.equals(id);
    }
  }

  /**
   * What was trained on.
   *
   * @param samples how many samples in all, replays not counted
   * @param until event time of the newest one, milliseconds since the epoch
   */
  record Trained(long samples, long until) {}

  /**
   * A release of this trainer.
   *
   * @param version its version
   * @param metrics its figures on the slice held back
   */
  record LastRelease(String version, Map<String, Double> metrics) {
    LastRelease {
      requireNonNull(version, "version is null");
      metrics = new TreeMap<>(requireNonNull(metrics, "metrics is null"));
    }
  }
}
