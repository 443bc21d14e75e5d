package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Streaming features of one impression as they were computed, before {@link FeatureSpec.Streaming}
 * standardises them.
 *
 * @param ofUser a number for each user feature of the specification
 * @param ofCandidates for each candidate, a number for each candidate feature of the specification
 */
public record StreamingValues(float[] ofUser, float[][] ofCandidates) {
  public StreamingValues {
    requireNonNull(ofUser, "ofUser is null");
    requireNonNull(ofCandidates, "ofCandidates is null");
  }

  /** The values of some of the candidates, the last one excluded. */
  public StreamingValues ofCandidates(int from, int to) {
    return new StreamingValues(ofUser, Arrays.copyOfRange(ofCandidates, from, to));
  }
}
