package io.laserstreams.learning.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.ReplayedSamples;
import io.laserstreams.learning.dataset.Sample;
import io.laserstreams.learning.torch.Slate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Scores a dataset from its raw files with a bundle as it is served: one model call for each
 * impression.
 */
public final class OfflineEvaluator {
  private final Dataset data;
  private final Knowledge knowledge;
  private final IntFunction<@Nullable StreamingValues> streaming;

  /**
   * Without streaming features.
   *
   * @param knowledge with vectors of the bundle's encoders, {@link Knowledge#NONE} for a model
   *     without knowledge
   */
  public OfflineEvaluator(Dataset data, Knowledge knowledge) {
    this(data, knowledge, sample -> null);
  }

  /**
   * With streaming features.
   *
   * @param knowledge with vectors of the bundle's encoders, {@link Knowledge#NONE} for a model
   *     without knowledge
   * @param streaming features of the wanted samples by their number in the protocol, null for a
   *     model that reads none
   */
  public OfflineEvaluator(
      Dataset data, Knowledge knowledge, IntFunction<@Nullable StreamingValues> streaming) {
    this.data = requireNonNull(data, "data is null");
    this.knowledge = requireNonNull(knowledge, "knowledge is null");
    this.streaming = requireNonNull(streaming, "streaming is null");
  }

  /**
   * What to score.
   *
   * @param impressions how many to play, from the first on
   * @param wanted which samples to score, by their number in the protocol
   * @param evenLearntFrom whether to accept samples from before the model's training ended
   */
  public record Request(int impressions, IntPredicate wanted, boolean evenLearntFrom) {
    /** These samples of the whole dataset, all from after the model's training. */
    public static Request of(IntPredicate wanted) {
      return new Request(Integer.MAX_VALUE, wanted, false);
    }

    /** The same samples, whenever the model's training ended. */
    public Request evenIfLearntFrom() {
      return new Request(impressions, wanted, true);
    }
  }

  /**
   * The outcome.
   *
   * @param parts predictions by part of the protocol, of the parts that had a wanted sample
   * @param logits of the candidates by impression id, in the order played
   */
  public record Evaluation(Map<Part, Predictions> parts, Map<String, double[]> logits) {}

  /**
   * Scores the wanted samples; {@code progress} is notified of the number of samples done.
   *
   * @throws DataLeakException if a wanted sample is from before the model's training ended, unless
   *     the request accepts that
   */
  public Evaluation evaluate(ModelBundle bundle, Request request, LongConsumer progress) {
    try (var scorer = Scorer.open(bundle, Device.CPU)) {
      var rows = new IdentityHashMap<ItemFeatures, float[]>();
      var parts = new EnumMap<Part, Predictions>(Part.class);
      var logits = new LinkedHashMap<String, double[]>();
      new ReplayedSamples(data, knowledge, bundle.spec(), streaming)
          .play(
              request.impressions(),
              request.wanted(),
              sample -> {
                if (!request.evenLearntFrom()) {
                  requireLater(sample, bundle);
                }
                double[] slate = logits(scorer, rows, sample.slate());
                parts
                    .computeIfAbsent(sample.part(), part -> new Predictions())
                    .add(sample.userId(), slate, outcomes(sample.slate()));
                logits.put(sample.impressionId(), slate);
                progress.accept(logits.size());
              });
      return new Evaluation(parts, logits);
    }
  }

  private static void requireLater(Sample sample, ModelBundle bundle) {
    if (sample.time() < bundle.trainedUntil()) {
      throw new DataLeakException(
          ("sample %s is from %s, but model %s has learnt from what happened until %s: it may have"
                  + " learnt from the sample itself")
              .formatted(
                  sample.impressionId(),
                  Instant.ofEpochMilli(sample.time()),
                  bundle.version(),
                  Instant.ofEpochMilli(bundle.trainedUntil())));
    }
  }

  private static double[] logits(Scorer scorer, Map<ItemFeatures, float[]> rows, Slate slate) {
    List<float[]> history =
        slate.historyItems().stream().map(item -> row(scorer, rows, item)).toList();
    List<float[]> candidates =
        slate.candidates().stream().map(item -> row(scorer, rows, item)).toList();
    float[] logits = scorer.logits(slate.user(), history, candidates, slate.streaming());
    return doubles(logits);
  }

  static double[] doubles(float[] logits) {
    double[] doubles = new double[logits.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = logits[i];
    }
    return doubles;
  }

  private static float[] row(Scorer scorer, Map<ItemFeatures, float[]> rows, ItemFeatures item) {
    return rows.computeIfAbsent(item, key -> scorer.itemRows(List.of(key))[0]);
  }

  static boolean[] outcomes(Slate slate) {
    boolean[] outcomes = new boolean[slate.labels().length];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = slate.labels()[i] > 0.5f;
    }
    return outcomes;
  }
}
