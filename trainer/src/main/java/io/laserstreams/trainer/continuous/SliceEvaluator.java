package io.laserstreams.trainer.continuous;

import java.util.List;
import java.util.Optional;

/** Measures how well a bundle predicts a slice, by running it as it would be served. */
interface SliceEvaluator {
  /**
   * The bundle's figures; empty if it cannot be run on these samples, for a reason that is logged.
   */
  Optional<SliceScore> evaluate(byte[] bundle, List<LabelledSlate> slice);
}
