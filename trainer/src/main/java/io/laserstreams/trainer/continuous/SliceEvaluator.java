package io.laserstreams.trainer.continuous;

import java.util.List;
import java.util.Optional;

/** Says how well a bundle predicts a slice, by running it as it would be served. */
interface SliceEvaluator {
  /**
   * The bundle's figures; empty where it cannot be run on these samples, which is logged with the
   * reason.
   */
  Optional<SliceScore> score(byte[] bundle, List<LabelledSlate> slice);
}
