package io.laserstreams.scoring.model;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Scores slates of typical sizes with a new model before it serves, so that the first real slates
 * do not pay for first calls.
 */
final class WarmUp {
  private static final int[] SLATES = {1, 20, 100};
  private static final int ROUNDS = 30;

  private WarmUp() {}

  /**
   * @throws IllegalStateException if a logit is not finite
   */
  static void run(ServingModel model) {
    UserFeatures newcomer = new UserFeatures(0, Map.of(), Map.of(), List.of(), null);
    UserFeatures regular = regular(model.spec().eventsRead());
    FeatureSpec.Streaming streaming = model.spec().streaming();
    float[] row = model.row("", 0).numbers();
    for (int round = 0; round < ROUNDS; round++) {
      for (int size : SLATES) {
        StreamingValues means = streaming == null ? null : streaming.means(size);
        requireFinite(model.logits(newcomer, List.of(), Collections.nCopies(size, row), means));
        requireFinite(
            model.logits(
                regular,
                Collections.nCopies(regular.history().size(), row),
                Collections.nCopies(size, row),
                means));
      }
    }
  }

  private static UserFeatures regular(int events) {
    List<HistoryEvent> history = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      history.add(new HistoryEvent("", "", 1_000L * i, i % 2 == 0 ? Float.NaN : 1));
    }
    return new UserFeatures(1_000L * events, Map.of(), Map.of(), history, null);
  }

  private static void requireFinite(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new IllegalStateException("its logit of an unknown item is " + logit);
      }
    }
  }
}
