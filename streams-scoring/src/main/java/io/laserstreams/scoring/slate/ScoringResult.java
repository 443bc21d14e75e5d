package io.laserstreams.scoring.slate;

import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.scoring.join.ServedSlate;
import org.jspecify.annotations.Nullable;

/**
 * The result of scoring an impression.
 *
 * @param score for the consumers
 * @param served for the training sample; null if there was nothing to score
 */
public record ScoringResult(ScoredSlate score, @Nullable ServedSlate served) {}
