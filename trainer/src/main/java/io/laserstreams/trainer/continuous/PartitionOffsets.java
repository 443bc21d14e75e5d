package io.laserstreams.trainer.continuous;

/**
 * How far the trainer is in one partition of the samples topic.
 *
 * @param replayFrom the oldest sample that may be replayed
 * @param trainedTo the first sample that was not trained on
 * @param position the next record to read
 */
record PartitionOffsets(long replayFrom, long trainedTo, long position) {
  PartitionOffsets {
    if (replayFrom > trainedTo || trainedTo > position) {
      throw new IllegalArgumentException(
          "Offsets must not decrease: " + replayFrom + ", " + trainedTo + ", " + position);
    }
  }

  static PartitionOffsets startingAt(long offset) {
    return new PartitionOffsets(offset, offset, offset);
  }
}
