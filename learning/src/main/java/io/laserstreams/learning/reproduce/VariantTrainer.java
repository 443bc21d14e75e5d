package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.offline.SamplePredictions;
import io.laserstreams.learning.offline.TrainingListener;
import io.laserstreams.learning.offline.TrainingResult;
import io.laserstreams.learning.streaming.StreamingTable;
import java.util.BitSet;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Trains and tests one variant at a time. */
final class VariantTrainer {
  private final PreparedDataset data;
  private final VariantSettings settings;
  private final FeatureTables tables;
  private final SampledFactors factors;
  private final PredictionFiles files;
  private final String source;

  /**
   * @param source of the knowledge, in words
   */
  VariantTrainer(
      PreparedDataset data,
      VariantSettings settings,
      FeatureTables tables,
      PredictionFiles files,
      String source) {
    this.data = data;
    this.settings = settings;
    this.tables = tables;
    this.factors = new SampledFactors(data.data(), data.knowledge());
    this.files = files;
    this.source = source;
  }

  /** A trained model and the facts of its training. */
  record Trained(ModelBundle bundle, SearchRow facts) {}

  /** Trains; {@code progress} is notified of the share done. */
  Trained train(Variant variant, DoubleConsumer progress) {
    OfflinePlan plan = settings.plan(variant);
    StreamingTable table = tables.of(variant, plan);
    long start = System.nanoTime();
    TrainingResult trained = train(variant, plan, table, progress);
    return new Trained(
        trained.bundle(),
        SearchRow.of(settings.of(variant), trained, (System.nanoTime() - start) / 1e9));
  }

  private TrainingResult train(
      Variant variant, OfflinePlan plan, @Nullable StreamingTable table, DoubleConsumer progress) {
    BitSet drawn = OfflineTrainer.draw(data.data().protocol(), plan);
    RecommendationModel model =
        settings.model(variant, table == null ? null : table.standardised(drawn::get));
    var listener =
        new TrainingListener() {
          @Override
          public void learnt(long done, long of, double loss) {
            progress.accept((double) done / of);
          }
        };
    FactorTimeline fits = table == null ? factors.of(variant.choice(), plan) : table.timeline();
    return new OfflineTrainer(samples(model.spec(), table), model, plan, listener, fits)
        .train(version(variant));
  }

  private String version(Variant variant) {
    String features =
        !variant.reading().any()
            ? ""
            : variant.reading().strict() ? "-streaming-strict" : "-streaming";
    return "%s-%s-%s%s-f%s-seed%d"
        .formatted(
            data.data().name(),
            variant.choice().name(),
            variant.label().knowledge(),
            features,
            variant.fraction(),
            variant.plan().seed());
  }

  private DatasetSamples samples(FeatureSpec read, @Nullable StreamingTable table) {
    return table == null ? data.samples(read) : data.samples(read, table::of);
  }

  /** Measures a trained model on the test part and writes its predictions there. */
  ResultRow test(Variant variant, Trained trained) {
    SearchRow facts = trained.facts();
    DatasetSamples samples =
        samples(trained.bundle().spec(), tables.of(variant, settings.plan(variant)));
    Predictions test = SamplePredictions.of(trained.bundle(), samples, Part.TEST);
    String file = PredictionFiles.name(facts.settings());
    files.write(file, test);
    var quality = new Quality(test, Reproduction.RANKED);
    var metrics = TestMetrics.of(quality, Bootstrap.DEFAULT.intervals(quality, test));
    var effort =
        new Effort(
            facts.trainSeconds(),
            ServingPace.micros(trained.bundle(), samples),
            (int) (facts.samples() / variant.plan().passes()),
            facts.parameters());
    return new ResultRow(
        variant.label(),
        variant.label().hasKnowledge() ? source : "",
        variant.reading(),
        variant.fraction(),
        variant.plan().seed(),
        facts.validation(),
        metrics,
        effort,
        file,
        facts.settings());
  }
}
