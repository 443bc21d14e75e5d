package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import java.util.List;

/**
 * Streaming features of a slate as its score used them.
 *
 * @param userNames names of the user's features, parallel to those of {@code values}
 * @param candidateNames names of the candidates' features, parallel to those of {@code values}
 * @param values before standardisation
 * @param source what they were computed from
 */
public record SlateFeatureValues(
    List<String> userNames,
    List<String> candidateNames,
    StreamingValues values,
    FeatureSource source) {
  public SlateFeatureValues {
    userNames = List.copyOf(userNames);
    candidateNames = List.copyOf(candidateNames);
    requireNonNull(values, "values is null");
    requireNonNull(source, "source is null");
  }
}
