package io.laserstreams.crm.onnx;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.search.SearchKind;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The serving form of a model: one ONNX graph for the item tower and one for the head with a single
 * slate.
 */
public final class OnnxExport {
  private static final int FREE = -1;

  /** The input of a feature that the specification does not use. */
  private static final @Nullable Node NONE = null;

  private OnnxExport() {}

  /** The two graphs. */
  public record Graphs(byte[] itemTower, byte[] head) {}

  /** Writes the model with these weights. */
  public static Graphs export(RecommendationModel model, Weights weights) {
    return export(model, (name, init, shape) -> weights.get(name, shape).values());
  }

  /** The weights of an untrained model. */
  public static Weights initialWeights(RecommendationModel model, long seed) {
    var weights = new Weights();
    export(model, (name, init, shape) -> weights.getOrInit(name, init, shape, seed).values());
    return weights;
  }

  private static Graphs export(RecommendationModel model, OnnxOps.Parameters parameters) {
    return new Graphs(itemTower(model, parameters), head(model, parameters));
  }

  private static byte[] itemTower(RecommendationModel model, OnnxOps.Parameters parameters) {
    FeatureSpec spec = model.spec();
    var ops = new OnnxOps("item-tower", parameters);
    int fields = spec.itemFields().size();
    int categories = spec.categoriesPerItem();
    boolean vectors = spec.itemEncoder() != null;
    boolean byTaste = model.search() != null && model.search().kind() == SearchKind.TASTE;
    var rows =
        model.items(
            ops,
            new RecommendationModel.ItemInput<>(
                ops.intInput("rows", FREE),
                categories > 0 ? ops.intInput("categories", FREE, categories) : NONE,
                categories > 0 ? ops.floatInput("categoryWeights", FREE, categories) : NONE,
                fields > 0 ? ops.intInput("fields", FREE, fields) : NONE,
                vectors ? ops.floatInput("knowledge", FREE, spec.itemVectorSize()) : NONE,
                vectors ? ops.floatInput("known", FREE, 1) : NONE,
                byTaste ? ops.floatInput("taste", FREE, FittedFactors.TASTE_WIDTH) : NONE));
    Node row =
        ops.concat(
            Stream.of(rows.asCandidate(), rows.asHistory(), rows.asFound(), rows.forSearch())
                .filter(Objects::nonNull)
                .toList());
    ops.output("row", row, FREE, model.rowWidth());
    return ops.toBytes();
  }

  private static byte[] head(RecommendationModel model, OnnxOps.Parameters parameters) {
    FeatureSpec spec = model.spec();
    var ops = new OnnxOps("head", parameters);
    int fields = spec.userFields().size() + spec.contextFields().size();
    boolean vectors = spec.userEncoder() != null;
    var user =
        new RecommendationModel.UserInput<>(
            fields > 0 ? ops.intInput("fields", 1, fields) : NONE,
            ops.intInput("values", 1, FREE),
            ops.intInput("gaps", 1, FREE),
            ops.intInput("positions", 1, FREE),
            ops.floatInput("mask", 1, FREE),
            ops.floatInput("share", 1, FREE),
            vectors ? ops.floatInput("knowledge", 1, spec.userVectorSize()) : NONE,
            vectors ? ops.floatInput("known", 1, 1) : NONE);
    Node candidates = ops.floatInput("candidates", 1, FREE, model.candidateWidth());
    Node history = ops.floatInput("history", 1, FREE, model.historyWidth());
    RecommendationModel.FoundInput<Node> found = model.search() == null ? null : found(model, ops);
    RecommendationModel.StreamingInput<Node> streaming =
        spec.streaming() == null ? null : streaming(spec, ops);
    ops.output("logits", model.logits(ops, user, candidates, history, found, streaming), 1, FREE);
    return ops.toBytes();
  }

  private static RecommendationModel.StreamingInput<Node> streaming(FeatureSpec spec, OnnxOps ops) {
    return new RecommendationModel.StreamingInput<>(
        spec.streamingOfUser() > 0
            ? ops.floatInput("streamingOfUser", 1, spec.streamingOfUser())
            : NONE,
        spec.streamingOfCandidate() > 0
            ? ops.floatInput("streamingOfCandidate", 1, FREE, spec.streamingOfCandidate())
            : NONE);
  }

  private static RecommendationModel.FoundInput<Node> found(
      RecommendationModel model, OnnxOps ops) {
    return new RecommendationModel.FoundInput<>(
        ops.floatInput("found", 1, FREE, FREE, model.foundWidth()),
        ops.intInput("foundValues", 1, FREE, FREE),
        ops.intInput("foundGaps", 1, FREE, FREE),
        ops.floatInput("foundMask", 1, FREE, FREE),
        ops.floatInput("foundShare", 1, FREE, FREE),
        ops.floatInput("foundScores", 1, FREE, FREE));
  }
}
