package io.laserstreams.trainer.continuous;

import java.nio.file.Path;

/**
 * A trainer's checkpoints.
 *
 * @param latest those that training resumes from
 * @param released holds the learner as it was at the last release
 */
record Checkpoints(CheckpointStore latest, CheckpointStore released) {
  /**
   * @param kept how many of the latest are kept
   */
  static Checkpoints in(Path folder, int kept) {
    return new Checkpoints(
        new CheckpointStore(folder, kept), new CheckpointStore(folder.resolve("released"), 1));
  }
}
