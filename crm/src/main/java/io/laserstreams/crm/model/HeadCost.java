package io.laserstreams.crm.model;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.MultiplyAdds;

/** What the head of a model costs in matrix products. */
public final class HeadCost {
  private HeadCost() {}

  /**
   * Multiplications with additions in the matrix products of one slate.
   *
   * @param candidates in the slate
   * @param history events that the model reads for every candidate
   */
  public static long multiplyAdds(RecommendationModel model, int candidates, int history) {
    FeatureSpec spec = model.spec();
    var ops = new MultiplyAdds();
    int fields = spec.userFields().size() + spec.contextFields().size();
    boolean vectors = spec.userEncoder() != null;
    int[] events = {1, history};
    FeatureSpec.Search search = spec.search();
    int[] found = {1, candidates, search == null ? 0 : search.events()};
    model.logits(
        ops,
        new RecommendationModel.UserInput<int[]>(
            fields > 0 ? new int[] {1, fields} : null,
            events,
            events,
            events,
            events,
            events,
            vectors ? new int[] {1, spec.userVectorSize()} : null,
            vectors ? new int[] {1, 1} : null),
        new int[] {1, candidates, model.candidateWidth()},
        new int[] {1, history, model.historyWidth()},
        search == null
            ? null
            : new RecommendationModel.FoundInput<int[]>(
                new int[] {1, candidates, search.events(), model.foundWidth()},
                found,
                found,
                found,
                found,
                found),
        spec.streaming() == null
            ? null
            : new RecommendationModel.StreamingInput<int[]>(
                spec.streamingOfUser() > 0 ? new int[] {1, spec.streamingOfUser()} : null,
                spec.streamingOfCandidate() > 0
                    ? new int[] {1, candidates, spec.streamingOfCandidate()}
                    : null));
    return ops.count();
  }
}
