package io.laserstreams.trainer.torch;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.HeadTensors;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.ItemTensors;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.RecommendationModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Slates as tensors. Every distinct item goes through the tower once and is then gathered by its ordinal in the batch; slates are
 * padded to the longest. The buffers are used again by the next batch.
 */
final class SlateBatch {
  private final FeatureSpec spec;
  private final ItemTensors itemTensors;
  private final HeadTensors headTensors;
  private int slates;
  private int width;
  private int[] historyOrdinals;
  private int[] candidateOrdinals;
  private float[] labels;
  private float[] weights;

  SlateBatch(FeatureSpec spec, Vocabularies vocabularies) {
    this.spec = spec;
    this.itemTensors = new ItemTensors(spec, vocabularies);
    this.headTensors = new HeadTensors(spec, vocabularies);
  }

  void fill(List<Slate> batch) {
    List<UserFeatures> users = batch.stream().map(Slate::user).toList();
    headTensors.fill(users);
    slates = batch.size();
    width = batch.stream().mapToInt(slate -> slate.candidates().size()).max().orElse(0);
    int length = headTensors.length();
    historyOrdinals = new int[slates * length];
    candidateOrdinals = new int[slates * width];
    labels = new float[slates * width];
    weights = new float[slates * width];
    Map<ItemFeatures, Integer> ordinals = new IdentityHashMap<>();
    for (int s = 0; s < slates; s++) {
      Slate slate = batch.get(s);
      int events = HeadTensors.events(slate.user(), spec);
      int first = slate.historyItems().size() - events;
      for (int j = 0; j < events; j++) {
        historyOrdinals[s * length + j] = ordinal(ordinals, slate.historyItems().get(first + j));
      }
      for (int c = 0; c < slate.candidates().size(); c++) {
        candidateOrdinals[s * width + c] = ordinal(ordinals, slate.candidates().get(c));
        labels[s * width + c] = slate.labels()[c];
        weights[s * width + c] = slate.weights()[c];
      }
    }
    var items = new ArrayList<ItemFeatures>(ordinals.keySet());
    items.sort((a, b) -> Integer.compare(ordinals.get(a), ordinals.get(b)));
    itemTensors.fill(items);
  }

  private static int ordinal(Map<ItemFeatures, Integer> ordinals, ItemFeatures item) {
    Integer known = ordinals.get(item);
    if (known == null) {
      known = ordinals.size();
      ordinals.put(item, known);
    }
    return known;
  }

  /** Logits [slates, width]; those of padding mean nothing. */
  Tensor logits(RecommendationModel model, TorchOps ops) {
    RecommendationModel.ItemRows<Tensor> rows = model.items(ops, itemInput());
    Tensor history = ops.gather(rows.asHistory(), Tensors.copyOf(historyOrdinals, slates, headTensors.length()));
    Tensor candidates = ops.gather(rows.asCandidate(), Tensors.copyOf(candidateOrdinals, slates, width));
    return model.logits(ops, userInput(), candidates, history);
  }

  private RecommendationModel.ItemInput<Tensor> itemInput() {
    long n = itemTensors.items();
    return new RecommendationModel.ItemInput<>(
        Tensors.of(itemTensors.rows(), n),
        Tensors.of(itemTensors.categories(), n, spec.categoriesPerItem()),
        Tensors.of(itemTensors.categoryWeights(), n, spec.categoriesPerItem()),
        Tensors.of(itemTensors.fields(), n, spec.itemFields().size()),
        Tensors.of(itemTensors.knowledge(), n, spec.itemVectorSize()),
        Tensors.of(itemTensors.known(), n, 1));
  }

  private RecommendationModel.UserInput<Tensor> userInput() {
    long length = headTensors.length();
    return new RecommendationModel.UserInput<>(
        Tensors.of(headTensors.fields(), slates, spec.userFields().size() + spec.contextFields().size()),
        Tensors.of(headTensors.values(), slates, length),
        Tensors.of(headTensors.gaps(), slates, length),
        Tensors.of(headTensors.positions(), slates, length),
        Tensors.of(headTensors.mask(), slates, length),
        Tensors.of(headTensors.share(), slates, length),
        Tensors.of(headTensors.knowledge(), slates, spec.userVectorSize()),
        Tensors.of(headTensors.known(), slates, 1));
  }

  Tensor labels() {
    return Tensors.copyOf(labels, slates, width);
  }

  /** A candidate's own weight, zero for padding, scaled so that their mean is one. */
  Tensor weights() {
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    float[] scaled = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      scaled[i] = weights[i] * weights.length / sum;
    }
    return Tensors.copyOf(scaled, slates, width);
  }

  int width() {
    return width;
  }
}
