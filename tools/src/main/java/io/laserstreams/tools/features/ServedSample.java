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
 * @param epoch whose view of the item statistics they are from
 * @param itemInteractions how many interactions these had counted, -1 where that was not logged
 * @param basis version of the fit that they were seen through, 0 for none
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
    long basis) {

  /**
   * @param names gives one object for equal lists, so that a million samples share theirs
   */
  static ServedSample of(TrainingSample sample, Interner names) {
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
        names.of(sample.getUserId()),
        sample.getEventTime(),
        names.of(sample.getProfile()),
        names.of(items),
        names.of(features.getOfUser()),
        names.of(features.getOfCandidates()),
        values,
        features.getUserPosition(),
        features.getItemEpoch(),
        features.getItemInteractions(),
        features.getBasis());
  }
}
