package io.laserstreams.scoring.slate;

import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.scoring.sample.ServedSlate;

/**
 * What an impression is answered with.
 *
 * @param score for the consumers
 * @param served to learn from; null where there was nothing to score
 */
public record ScoringResult(ScoredSlate score, ServedSlate served) {}
