package io.laserstreams.tools.bench;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.model.HeadCost;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.tools.bench.workload.ReplayedUser;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model with the rows of all items, and a user whose slates it scores. Thread-safe. */
final class ScoreModel implements AutoCloseable {
  private final ModelBundle bundle;
  private final Scorer scorer;
  private final Map<String, float[]> rows;
  private final ReplayedUser user;
  private final byte[] state;
  private final UserFeatures features;
  private final boolean streaming;
  private final int history;

  /** What the model call of a slate needs. */
  record Ready(List<float[]> history, List<float[]> candidates, @Nullable StreamingValues values) {}

  /**
   * @param model as {@link io.laserstreams.crm.model.ModelChoice#parse} reads it
   * @param history events that it reads for every candidate
   */
  ScoreModel(
      SyntheticStream stream, FittedFactors fitted, String model, int history, boolean streaming) {
    this.streaming = streaming;
    this.history = history;
    FeatureSpec spec = streaming ? stream.specWithFeatures(history) : stream.spec(history);
    this.bundle = stream.bundle("bench", model, spec, fitted);
    this.scorer = Scorer.open(bundle, Device.CPU);
    this.rows = stream.rows(scorer);
    this.user =
        new ReplayedUser(stream, SyntheticStream.features(), fitted, scorer.spec().eventsRead());
    this.state = user.state().toBytes();
    List<HistoryEvent> events = user.events().stream().map(SyntheticStream::inHistory).toList();
    this.features =
        new UserFeatures(user.next().time(), SyntheticStream.PROFILE, Map.of(), events, null);
  }

  /** In the matrix products of one slate. */
  long multiplyAdds(int candidates) {
    return HeadCost.multiplyAdds(bundle.model(), candidates, history);
  }

  /** Finds the rows of a slate and computes its features, with the user's state from bytes. */
  Ready ready(List<String> slate) {
    List<float[]> historyRows = new ArrayList<>();
    features.history().forEach(event -> historyRows.add(rows.get(event.itemId())));
    List<float[]> candidateRows = new ArrayList<>();
    slate.forEach(item -> candidateRows.add(rows.get(item)));
    StreamingValues values =
        streaming ? user.values(UserState.read(state, SyntheticStream.SETTINGS), slate) : null;
    return new Ready(historyRows, candidateRows, values);
  }

  float[] logits(Ready slate) {
    return scorer.logits(features, slate.history(), slate.candidates(), slate.values());
  }

  @Override
  public void close() {
    scorer.close();
  }
}
