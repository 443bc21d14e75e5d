package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users and outcomes of the test part, which turn logits into predictions. */
final class TestPart {
  private final List<Impression> slates = new ArrayList<>();
  private final int candidates;

  TestPart(Dataset data) {
    Protocol protocol = data.protocol();
    int sample = 0;
    for (Impression impression : data.impressions()) {
      if (impression.isSample() && protocol.part(sample++) == Part.TEST) {
        slates.add(impression);
      }
    }
    this.candidates = slates.stream().mapToInt(slate -> slate.candidates().size()).sum();
  }

  /**
   * Predictions with these logits.
   *
   * @param logits candidate by candidate, in the order played
   * @return empty unless there is a logit for each candidate
   */
  Optional<Predictions> predictions(float[] logits) {
    if (logits.length != candidates) {
      return Optional.empty();
    }
    var predictions = new Predictions();
    int at = 0;
    for (Impression slate : slates) {
      List<Candidate> shown = slate.candidates();
      double[] own = new double[shown.size()];
      boolean[] outcomes = new boolean[own.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = logits[at++];
        outcomes[i] = shown.get(i).positive();
      }
      predictions.add(slate.userId(), own, outcomes);
    }
    return Optional.of(predictions);
  }
}
