package io.laserstreams.tools.explain;

import io.laserstreams.crm.explain.LoggedSlate;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.tools.client.EncodedVectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Restores the slate of a training sample as it was scored. */
final class SampleSlate {
  private SampleSlate() {}

  /**
   * @throws UserException if the sample's features are not those that the model reads
   */
  static LoggedSlate of(TrainingSample sample, FeatureSpec spec, LoggedItems items) {
    List<HistoryEvent> history = new ArrayList<>();
    List<ItemFeatures> historyItems = new ArrayList<>();
    for (SampleEvent event : sample.getHistory()) {
      float value = event.getValue() == null ? Float.NaN : event.getValue();
      history.add(new HistoryEvent("", event.getItemId(), event.getEventTime(), value));
      historyItems.add(items.ofHistory(event.getItemId()));
    }
    List<ItemFeatures> candidates = new ArrayList<>();
    List<Float> logits = new ArrayList<>();
    for (SampleCandidate candidate : sample.getCandidates()) {
      candidates.add(items.candidate(candidate.getItemId(), candidate.getKnowledgePosition()));
      logits.add((float) candidate.getLogit());
    }
    UserFeatures user =
        new UserFeatures(
            sample.getEventTime(),
            sample.getProfile(),
            sample.getContext(),
            history,
            EncodedVectors.by(spec.userEncoder(), sample.getUserVectors()));
    return new LoggedSlate(user, historyItems, candidates, streaming(sample, spec), logits);
  }

  private static @Nullable StreamingValues streaming(TrainingSample sample, FeatureSpec spec) {
    if (spec.streaming() == null) {
      return null;
    }
    ServedFeatures served = sample.getFeatures();
    List<String> ofUser = spec.streaming().ofUser().stream().map(Standardised::name).toList();
    List<String> ofCandidate =
        spec.streaming().ofCandidate().stream().map(Standardised::name).toList();
    if (served == null
        || !served.getOfUser().equals(ofUser)
        || !served.getOfCandidates().equals(ofCandidate)) {
      throw new UserException(
          "Sample %s has %s, but model %s reads %s of users and %s of candidates"
              .formatted(
                  sample.getImpressionId(),
                  served == null
                      ? "no streaming features"
                      : "the features " + served.getOfUser() + " and " + served.getOfCandidates(),
                  sample.getModelVersion(),
                  ofUser,
                  ofCandidate));
    }
    float[][] ofCandidates = new float[sample.getCandidates().size()][];
    for (int c = 0; c < ofCandidates.length; c++) {
      ofCandidates[c] = FloatLists.toArray(sample.getCandidates().get(c).getFeatures());
    }
    return new StreamingValues(FloatLists.toArray(served.getUserValues()), ofCandidates);
  }
}
