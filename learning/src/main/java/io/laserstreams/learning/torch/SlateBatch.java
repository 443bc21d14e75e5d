package io.laserstreams.learning.torch;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FoundTensors;
import io.laserstreams.crm.features.HeadTensors;
import io.laserstreams.crm.features.ItemTensors;
import io.laserstreams.crm.features.StreamingTensors;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.search.EventSearch;
import io.laserstreams.crm.search.FoundEvents;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Slates as tensors. Every distinct item goes through the tower once and is then gathered by its
 * ordinal in the batch; slates are padded to the longest. The next batch reuses the buffers.
 */
final class SlateBatch {
  private final FeatureSpec spec;
  private final ItemTensors itemTensors;
  private final HeadTensors headTensors;
  private final FoundTensors foundTensors;
  private final StreamingTensors streamingTensors;
  private List<UserFeatures> users = List.of();
  private int slates;
  private int width;
  private int[] historyOrdinals = {};
  private int[][] searchedOrdinals = {};
  private int[] candidateOrdinals = {};
  private int[] candidates = {};
  private float[] labels = {};
  private float[] weights = {};

  SlateBatch(FeatureSpec spec, Vocabularies vocabularies) {
    this.spec = spec;
    this.itemTensors = new ItemTensors(spec, vocabularies);
    this.headTensors = new HeadTensors(spec, vocabularies);
    this.foundTensors = new FoundTensors(spec);
    this.streamingTensors = new StreamingTensors(spec);
  }

  /** Sets the factors that items' tastes are read from. */
  void fittedFactors(FittedFactors factors) {
    itemTensors.fittedFactors(factors);
  }

  /** Adds to the vocabularies the new values in these slates, as far as models look back. */
  static void learn(List<Slate> slates, FeatureSpec spec, Vocabularies vocabularies) {
    Set<ItemFeatures> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Consumer<ItemFeatures> grow =
        item -> {
          if (seen.add(item)) {
            vocabularies.grow(item, spec);
          }
        };
    for (Slate slate : slates) {
      vocabularies.grow(slate.user(), spec);
      newest(slate, HeadTensors.events(slate.user(), spec)).forEach(grow);
      if (spec.search() != null) {
        newest(slate, spec.search().length()).forEach(grow);
      }
      slate.candidates().forEach(grow);
    }
  }

  private static List<ItemFeatures> newest(Slate slate, int events) {
    List<ItemFeatures> history = slate.historyItems();
    return history.subList(Math.max(0, history.size() - events), history.size());
  }

  /** The sum of the weights of all candidates. */
  static float weight(List<Slate> slates) {
    float sum = 0;
    for (Slate slate : slates) {
      for (float weight : slate.weights()) {
        sum += weight;
      }
    }
    return sum;
  }

  void fill(List<Slate> batch) {
    users = batch.stream().map(Slate::user).toList();
    headTensors.fill(users);
    slates = batch.size();
    width = batch.stream().mapToInt(slate -> slate.candidates().size()).max().orElse(0);
    streamingTensors.fill(batch.stream().map(Slate::streaming).toList(), width);
    int length = headTensors.length();
    historyOrdinals = new int[slates * length];
    searchedOrdinals = new int[slates][];
    candidateOrdinals = new int[slates * width];
    candidates = new int[slates];
    labels = new float[slates * width];
    weights = new float[slates * width];
    var ordinals = new IdentityHashMap<ItemFeatures, Integer>();
    for (int s = 0; s < slates; s++) {
      Slate slate = batch.get(s);
      List<ItemFeatures> history = newest(slate, HeadTensors.events(slate.user(), spec));
      for (int j = 0; j < history.size(); j++) {
        historyOrdinals[s * length + j] = ordinal(ordinals, history.get(j));
      }
      searchedOrdinals[s] =
          spec.search() == null
              ? new int[0]
              : newest(slate, spec.search().length()).stream()
                  .mapToInt(item -> ordinal(ordinals, item))
                  .toArray();
      candidates[s] = slate.candidates().size();
      for (int c = 0; c < candidates[s]; c++) {
        candidateOrdinals[s * width + c] = ordinal(ordinals, slate.candidates().get(c));
        labels[s * width + c] = slate.labels()[c];
        weights[s * width + c] = slate.weights()[c];
      }
    }
    var items = new ItemFeatures[ordinals.size()];
    ordinals.forEach((item, ordinal) -> items[ordinal] = item);
    itemTensors.fill(Arrays.asList(items));
  }

  private static int ordinal(IdentityHashMap<ItemFeatures, Integer> ordinals, ItemFeatures item) {
    Integer known = ordinals.get(item);
    if (known == null) {
      known = ordinals.size();
      ordinals.put(item, known);
    }
    return known;
  }

  /** Logits [slates, width]; those of padding are meaningless. */
  Tensor logits(RecommendationModel model, TorchOps ops) {
    RecommendationModel.ItemRows<Tensor> rows = model.items(ops, itemInput());
    RecommendationModel.FoundInput<Tensor> found =
        model.search() == null ? null : found(model.search(), ops, rows);
    Tensor history =
        ops.gather(rows.asHistory(), Tensors.copyOf(historyOrdinals, slates, headTensors.length()));
    Tensor rated = ops.gather(rows.asCandidate(), Tensors.copyOf(candidateOrdinals, slates, width));
    return model.logits(
        ops,
        userInput(),
        rated,
        history,
        found,
        spec.streaming() == null ? null : streamingInput());
  }

  /** Searches with the current rows; no gradient flows through the search itself. */
  private RecommendationModel.FoundInput<Tensor> found(
      EventSearch search, TorchOps ops, RecommendationModel.ItemRows<Tensor> rows) {
    Tensor searchRows = requireNonNull(rows.forSearch(), "no rows for the search");
    Tensor foundRows = requireNonNull(rows.asFound(), "no rows for what is found");
    List<float[]> parts = parts(Tensors.floats(searchRows), search.width());
    FoundEvents[][] found = new FoundEvents[slates][width];
    for (int s = 0; s < slates; s++) {
      List<float[]> searched = Arrays.stream(searchedOrdinals[s]).mapToObj(parts::get).toList();
      int before = users.get(s).history().size() - searched.size();
      for (int c = 0; c < width; c++) {
        found[s][c] =
            c < candidates[s]
                ? search
                    .find(parts.get(candidateOrdinals[s * width + c]), searched, 0)
                    .movedBy(before)
                : FoundEvents.NOTHING;
      }
    }
    foundTensors.fill(users, found, width);
    int length = foundTensors.length();
    int[] ordinals = new int[slates * width * length];
    for (int s = 0; s < slates; s++) {
      int before = users.get(s).history().size() - searchedOrdinals[s].length;
      for (int c = 0; c < width; c++) {
        for (int j = 0; j < found[s][c].size(); j++) {
          ordinals[(s * width + c) * length + j] =
              searchedOrdinals[s][found[s][c].events()[j] - before];
        }
      }
    }
    return new RecommendationModel.FoundInput<>(
        ops.gather(foundRows, Tensors.copyOf(ordinals, slates, width, length)),
        Tensors.of(foundTensors.values(), slates, width, length),
        Tensors.of(foundTensors.gaps(), slates, width, length),
        Tensors.of(foundTensors.mask(), slates, width, length),
        Tensors.of(foundTensors.share(), slates, width, length),
        Tensors.of(foundTensors.scores(), slates, width, length));
  }

  private static List<float[]> parts(float[] flat, int width) {
    return IntStream.range(0, flat.length / width)
        .mapToObj(item -> Arrays.copyOfRange(flat, item * width, (item + 1) * width))
        .toList();
  }

  private RecommendationModel.ItemInput<Tensor> itemInput() {
    long n = itemTensors.items();
    return new RecommendationModel.ItemInput<>(
        Tensors.of(itemTensors.rows(), n),
        Tensors.of(itemTensors.categories(), n, spec.categoriesPerItem()),
        Tensors.of(itemTensors.categoryWeights(), n, spec.categoriesPerItem()),
        Tensors.of(itemTensors.fields(), n, spec.itemFields().size()),
        Tensors.of(itemTensors.knowledge(), n, spec.itemVectorSize()),
        Tensors.of(itemTensors.known(), n, 1),
        Tensors.of(itemTensors.taste(), n, FittedFactors.TASTE_WIDTH));
  }

  private RecommendationModel.UserInput<Tensor> userInput() {
    long length = headTensors.length();
    return new RecommendationModel.UserInput<>(
        Tensors.of(
            headTensors.fields(), slates, spec.userFields().size() + spec.contextFields().size()),
        Tensors.of(headTensors.values(), slates, length),
        Tensors.of(headTensors.gaps(), slates, length),
        Tensors.of(headTensors.positions(), slates, length),
        Tensors.of(headTensors.mask(), slates, length),
        Tensors.of(headTensors.share(), slates, length),
        Tensors.of(headTensors.knowledge(), slates, spec.userVectorSize()),
        Tensors.of(headTensors.known(), slates, 1));
  }

  private RecommendationModel.StreamingInput<Tensor> streamingInput() {
    int ofUser = spec.streamingOfUser();
    int ofCandidate = spec.streamingOfCandidate();
    return new RecommendationModel.StreamingInput<>(
        ofUser == 0 ? null : Tensors.of(streamingTensors.ofUser(), slates, ofUser),
        ofCandidate == 0
            ? null
            : Tensors.of(streamingTensors.ofCandidate(), slates, width, ofCandidate));
  }

  Tensor labels() {
    return Tensors.copyOf(labels, slates, width);
  }

  /**
   * Each candidate's weight, zero for padding, scaled so that the mean losses of a batch's parts
   * add up to the batch's.
   *
   * @param batchWeight sum of the weights of all candidates of the batch
   */
  Tensor weights(float batchWeight) {
    float[] scaled = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      scaled[i] = weights[i] * weights.length / batchWeight;
    }
    return Tensors.copyOf(scaled, slates, width);
  }

  int width() {
    return width;
  }
}
