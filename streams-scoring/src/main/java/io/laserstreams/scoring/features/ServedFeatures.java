package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import java.util.List;

/**
 * Streaming features of a slate as they were served, and what they were computed from.
 *
 * @param ofUser names of the user's features, parallel to those of {@code values}
 * @param ofCandidate names of the candidates' features, likewise
 * @param values before standardisation
 * @param userPosition how many of the user's interactions had been applied
 * @param itemEpoch item statistics are of the epochs before this one
 * @param itemInteractions how many interactions these had counted
 * @param basis version of the fit that they were seen through
 */
public record ServedFeatures(
    List<String> ofUser,
    List<String> ofCandidate,
    StreamingValues values,
    long userPosition,
    long itemEpoch,
    long itemInteractions,
    long basis) {
  public ServedFeatures {
    ofUser = List.copyOf(ofUser);
    ofCandidate = List.copyOf(ofCandidate);
    requireNonNull(values, "values is null");
  }
}
