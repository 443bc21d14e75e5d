package io.laserstreams.trainer.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.trainer.dataset.MovieLens;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.dataset.Sample;
import io.laserstreams.trainer.dataset.SampleStream;
import io.laserstreams.trainer.torch.Slate;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/** Scores a dataset from its raw files with a bundle, as it is served: one model call for each impression. */
public final class OfflineEvaluator {
  private final MovieLens data;
  private final Map<String, ItemFeatures> items;

  /**
   * @param data the dataset
   * @param knowledge vectors of the bundle's item encoder by item id, empty for a model without knowledge
   */
  public OfflineEvaluator(MovieLens data, Map<String, float[]> knowledge) {
    this.data = requireNonNull(data, "data is null");
    this.items = SampleStream.items(data, knowledge);
  }

  /**
   * What was asked for.
   *
   * @param ratings how many ratings to play, from the first one on
   * @param wanted which samples to score, by their number in the protocol
   */
  public record Request(int ratings, IntPredicate wanted) {
    /** These samples of the whole dataset. */
    public static Request of(IntPredicate wanted) {
      return new Request(Integer.MAX_VALUE, wanted);
    }
  }

  /**
   * What came out.
   *
   * @param parts figures by part of the protocol, of the parts that had a wanted sample
   * @param logits by impression id, in the order of time
   */
  public record Evaluation(Map<Part, ClickMetrics> parts, Map<String, Double> logits) {}

  /** Scores what is wanted; {@code progress} is told the samples done so far. */
  public Evaluation evaluate(ModelBundle bundle, Request request, LongConsumer progress) {
    try (var scorer = Scorer.open(bundle, Device.CPU)) {
      var rows = new IdentityHashMap<ItemFeatures, float[]>();
      var parts = new EnumMap<Part, ClickMetrics>(Part.class);
      var logits = new LinkedHashMap<String, Double>();
      new SampleStream(data, items, bundle.spec())
          .play(
              request.ratings(),
              request.wanted(),
              sample -> {
                double logit = logit(scorer, rows, sample);
                parts.computeIfAbsent(sample.part(), part -> new ClickMetrics()).add(logit, sample.slate().labels()[0] > 0.5f);
                logits.put(sample.impressionId(), logit);
                progress.accept(logits.size());
              });
      return new Evaluation(parts, logits);
    }
  }

  private static double logit(Scorer scorer, Map<ItemFeatures, float[]> rows, Sample sample) {
    Slate slate = sample.slate();
    List<float[]> history = slate.historyItems().stream().map(item -> row(scorer, rows, item)).toList();
    return scorer.logits(slate.user(), history, List.of(row(scorer, rows, slate.candidates().get(0))))[0];
  }

  private static float[] row(Scorer scorer, Map<ItemFeatures, float[]> rows, ItemFeatures item) {
    return rows.computeIfAbsent(item, key -> scorer.itemRows(List.of(key))[0]);
  }
}
