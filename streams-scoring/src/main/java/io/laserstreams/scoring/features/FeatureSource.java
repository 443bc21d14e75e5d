package io.laserstreams.scoring.features;

/**
 * What the streaming features of a slate were computed from.
 *
 * @param userPosition how many of the user's interactions had been applied
 * @param itemEpoch item statistics are of the epochs before this one
 * @param itemInteractions how many interactions these statistics had counted, -1 if not logged
 * @param factors version of the fitted factors
 */
public record FeatureSource(
    long userPosition, long itemEpoch, long itemInteractions, long factors) {}
