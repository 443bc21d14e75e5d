package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.List;
import java.util.Map;

/** Specifications and samples for tests. */
final class Samples {
  private Samples() {}

  static FeatureSpec spec(
      int historyLength, FeatureSpec.Encoder itemEncoder, FeatureSpec.Encoder userEncoder) {
    return FeatureSpec.builder(historyLength, new FeatureSpec.Capacity(200, 50, 50))
        .valueBounds(List.of(1.5f, 2.5f, 3.5f, 4.5f))
        .userFields(List.of("age"))
        .contextFields(List.of("device"))
        .itemFields(List.of("length"))
        .categoriesPerItem(2)
        .itemEncoder(itemEncoder)
        .userEncoder(userEncoder)
        .build();
  }

  static TrainingSample sample(
      String impressionId,
      long eventTime,
      List<SampleEvent> history,
      List<KnowledgeVector> userVectors,
      List<SampleCandidate> candidates) {
    return new TrainingSample(
        impressionId,
        "user",
        eventTime,
        "v1",
        Map.of("age", "25"),
        Map.of("device", "phone"),
        history,
        userVectors.isEmpty() ? null : 3L,
        userVectors,
        null,
        candidates,
        WindowClose.EVENT_TIME,
        eventTime + 1);
  }

  static SampleCandidate candidate(
      String itemId, float label, int position, double propensity, Long knowledgePosition) {
    return new SampleCandidate(
        itemId, label, null, position, 0.0, propensity, knowledgePosition, List.of());
  }
}
