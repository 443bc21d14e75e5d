package io.laserstreams.tools.bench;

import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.ArrayList;
import java.util.List;

/** Slates of one size for a model, scored by some threads at a time. Thread-safe. */
final class ScoreSubject {
  /** So many that neither their ids nor their rows stay in the first cache. */
  private static final int SLATES = 256;

  private final ScoreModel model;
  private final int candidates;
  private final int threads;
  private final RowSamples row;
  private final List<List<String>> slates = new ArrayList<>();
  private final List<ScoreModel.Ready> ready = new ArrayList<>();

  ScoreSubject(
      ScoreModel model, SyntheticStream stream, int candidates, int threads, RowSamples row) {
    this.model = model;
    this.candidates = candidates;
    this.threads = threads;
    this.row = row;
    for (int i = 0; i < SLATES; i++) {
      List<String> slate = stream.candidates(candidates);
      slates.add(slate);
      ready.add(model.ready(slate));
    }
  }

  int candidates() {
    return candidates;
  }

  int threads() {
    return threads;
  }

  RowSamples row() {
    return row;
  }

  /** In the matrix products of one slate. */
  long multiplyAdds() {
    return model.multiplyAdds(candidates);
  }

  /** Ids to probabilities; returns the largest. */
  double step(int n) {
    double best = 0;
    for (float logit : model.logits(model.ready(slates.get(n % SLATES)))) {
      best = Math.max(best, 1 / (1 + Math.exp(-logit)));
    }
    return best;
  }

  /** The model call alone; returns the first logit. */
  double call(int n) {
    return model.logits(ready.get(n % SLATES))[0];
  }
}
