package io.laserstreams.tools.features;

import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Streaming features of an impression as they were served.
 *
 * @param items the candidates that were shown
 * @param ofUser names of the user's features
 * @param ofCandidates names of the candidates' features
 * @param values the user's, then each candidate's
 * @param position how many of the user's interactions had been applied
 * @param epoch of the view of item statistics
 * @param itemInteractions how many interactions that view had counted; -1 if not logged
 * @param factors version of the fitted factors; 0 without
 */
record ServedSample(
    String impressionId,
    String userId,
    long eventTime,
    Map<String, String> profile,
    List<String> items,
    List<String> ofUser,
    List<String> ofCandidates,
    float[][] values,
    long position,
    long epoch,
    long itemInteractions,
    long factors) {

  /**
   * @param interner gives one object for equal ones, so that a million samples share theirs
   */
  static ServedSample of(TrainingSample sample, Interner interner) {
    ServedFeatures features = sample.getFeatures();
    List<String> items = new ArrayList<>();
    float[][] values = new float[1 + sample.getCandidates().size()][];
    values[0] = FloatLists.toArray(features.getUserValues());
    for (SampleCandidate candidate : sample.getCandidates()) {
      items.add(candidate.getItemId());
      values[items.size()] = FloatLists.toArray(candidate.getFeatures());
    }
    return new ServedSample(
        sample.getImpressionId(),
        interner.of(sample.getUserId()),
        sample.getEventTime(),
        interner.of(sample.getProfile()),
        interner.of(items),
        interner.of(features.getOfUser()),
        interner.of(features.getOfCandidates()),
        values,
        features.getUserPosition(),
        features.getItemEpoch(),
        features.getItemInteractions(),
        features.getBasis());
  }
}
