package io.laserstreams.trainer.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.trainer.dataset.InvalidDatasetException;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.dataset.PreparedDataset;
import io.laserstreams.trainer.dataset.Samples;
import io.laserstreams.trainer.offline.OfflinePlan;
import io.laserstreams.trainer.offline.OfflineTrainer;
import io.laserstreams.trainer.offline.SamplePredictions;
import io.laserstreams.trainer.offline.TrainingListener;
import io.laserstreams.trainer.offline.TrainingResult;
import io.laserstreams.trainer.torch.Hyperparameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a grid of models on one dataset: hyper-parameters are chosen once for each backbone, without knowledge and on all samples; each
 * training chooses its point of the learning curve on the validation part; the test part is looked at once, after that. What is finished
 * stands in files and is not done again.
 */
public final class Reproduction {
  /** How many candidates of a slate NDCG and hit rate look at. */
  public static final int FIRST = 10;

  private static final long SEARCH_SEED = 1;

  private final PreparedDataset data;
  private final FeatureSpec spec;
  private final Grid grid;
  private final Setup setup;
  private final ResultsFile<ResultRow.Settings, ResultRow> results;
  private final ResultsFile<ResultRow.Settings, SearchRow> searched;
  private final ReproductionListener listener;

  /**
   * What is the same for all trainings.
   *
   * @param plan fraction, seed and hyper-parameters aside
   * @param search learning rates to choose from, the hyper-parameters of the plan aside; empty to take the plan's
   * @param texts fingerprint of the knowledge vectors, empty without knowledge
   * @param threads of libtorch
   */
  public record Setup(OfflinePlan plan, List<Double> search, String texts, int threads) {
    public Setup {
      requireNonNull(plan, "plan is null");
      search = List.copyOf(search);
      requireNonNull(texts, "texts is null");
    }
  }

  /**
   * Goes on where the files in a folder end.
   *
   * @param data with all the knowledge that the grid wants
   * @param spec with encoders for it
   * @param folder where results.jsonl and search.jsonl are
   */
  public Reproduction(
      PreparedDataset data, FeatureSpec spec, Grid grid, Setup setup, Path folder, ReproductionListener listener) {
    this.data = requireNonNull(data, "data is null");
    this.spec = requireNonNull(spec, "spec is null");
    this.grid = requireNonNull(grid, "grid is null");
    this.setup = requireNonNull(setup, "setup is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.results = ResultsFile.open(folder.resolve("results.jsonl"), ResultRow.class, ResultRow::settings);
    this.searched = ResultsFile.open(folder.resolve("search.jsonl"), SearchRow.class, SearchRow::settings);
  }

  /**
   * What came out.
   *
   * @param rows of the grid, in its order
   * @param search what was tried for the choice of hyper-parameters
   * @param hyper what was chosen, by model
   */
  public record Outcome(List<ResultRow> rows, List<SearchRow> search, Map<String, Hyperparameters> hyper) {}

  /** Trains what is not finished yet. */
  public Outcome run() {
    for (Part part : Part.values()) {
      if (data.data().protocol().samples(part) == 0) {
        throw new InvalidDatasetException(
            "%s has no %s samples: too few interactions, or split.earlier wants too many before a sample"
                .formatted(data.data().name(), part.name().toLowerCase(Locale.ROOT)));
      }
    }
    var costs = new CostModel(data.data().protocol(), sameData());
    List<Variant> search = search();
    List<Variant> openSearch = open(search, searched);
    boolean isChosen = openSearch.isEmpty();
    List<Variant> variants = grid.variants(isChosen ? chosen(search) : unsearched());
    // Whichever learning rate will be chosen, a training takes as long.
    List<Variant> openVariants = isChosen ? open(variants, results) : variants;
    warmUp(openSearch, openVariants, costs);
    listener.planned(costs.plan(openSearch, openVariants));
    var clock = new WorkClock(costs, listener);
    clock.remain(openSearch, openVariants);
    openSearch.forEach(variant -> trySettings(variant, clock));
    Map<String, Hyperparameters> hyper = chosen(search);
    variants = grid.variants(hyper);
    clock.remain(List.of(), open(variants, results));
    List<ResultRow> rows = new ArrayList<>();
    for (Variant variant : variants) {
      rows.add(results.find(settings(variant)).orElseGet(() -> row(variant, clock)));
    }
    List<SearchRow> tried = search.stream().map(variant -> searched.find(settings(variant)).orElseThrow()).toList();
    return new Outcome(rows, tried, hyper);
  }

  private List<ResultRow> sameData() {
    return results.rows().stream().filter(row -> row.settings().data().equals(data.data().fingerprint())).toList();
  }

  /** Of each model's points, the one with the best validation AUC, the first of equals. */
  private Map<String, Hyperparameters> chosen(List<Variant> search) {
    Map<String, Hyperparameters> chosen = unsearched();
    Map<String, Double> best = new HashMap<>();
    for (Variant variant : search) {
      double auc = searched.find(settings(variant)).orElseThrow().validationAuc();
      if (auc > best.getOrDefault(variant.choice().name(), Double.NEGATIVE_INFINITY)) {
        best.put(variant.choice().name(), auc);
        chosen.put(variant.choice().name(), variant.hyper());
      }
    }
    return chosen;
  }

  private <R> List<Variant> open(List<Variant> variants, ResultsFile<ResultRow.Settings, R> file) {
    return variants.stream().filter(variant -> file.find(settings(variant)).isEmpty()).toList();
  }

  private Map<String, Hyperparameters> unsearched() {
    Map<String, Hyperparameters> hyper = new LinkedHashMap<>();
    grid.models().forEach(model -> hyper.put(model, setup.plan().hyper()));
    return hyper;
  }

  private List<Variant> search() {
    List<Variant> variants = new ArrayList<>();
    Hyperparameters hyper = setup.plan().hyper();
    for (String model : grid.models()) {
      for (double rate : setup.search()) {
        var tried = new Hyperparameters(rate, hyper.weightDecay(), hyper.gradientNorm());
        variants.add(new Variant(grid.backbone(model), 1, SEARCH_SEED, tried));
      }
    }
    return variants;
  }

  private void trySettings(Variant variant, WorkClock clock) {
    clock.begin(variant);
    long start = System.nanoTime();
    TrainingResult trained = train(variant, clock);
    var row = new SearchRow(settings(variant), trained.best().validationAuc(), (System.nanoTime() - start) / 1e9);
    searched.add(row);
    clock.end();
    listener.searched(row);
  }

  private ResultRow row(Variant variant, WorkClock clock) {
    clock.begin(variant);
    long start = System.nanoTime();
    TrainingResult trained = train(variant, clock);
    double seconds = (System.nanoTime() - start) / 1e9;
    Predictions test =
        SamplePredictions.of(trained.bundle(), data.samples(trained.bundle().spec()), Part.TEST);
    ResultRow row = row(variant, trained, test, seconds);
    results.add(row);
    clock.end();
    listener.finished(row);
    return row;
  }

  private TrainingResult train(Variant variant, WorkClock clock) {
    RecommendationModel model = model(variant.choice());
    Samples samples = data.samples(model.spec());
    var progress =
        new TrainingListener() {
          @Override
          public void learnt(long done, long of, double loss) {
            clock.at((double) done / of);
          }
        };
    String version =
        "%s-%s-%s-f%s-seed%d"
            .formatted(data.data().name(), variant.choice().name(), variant.knowledge(), variant.fraction(), variant.seed());
    return new OfflineTrainer(samples, model, plan(variant), progress).train(version);
  }

  private ResultRow row(Variant variant, TrainingResult trained, Predictions test, double seconds) {
    var quality = new Quality(test, FIRST);
    Map<Measure, Interval> measured = Bootstrap.DEFAULT.intervals(quality, test);
    Interval auc = measured.get(Measure.AUC);
    boolean slates = quality.slatesRanked() > 0;
    return new ResultRow(
        variant.choice().name(),
        variant.knowledge(),
        variant.adapter(),
        variant.fraction(),
        variant.seed(),
        trained.best().validationAuc(),
        trained.best().validationLogLoss(),
        auc.value(),
        auc.low(),
        auc.high(),
        measured.get(Measure.LOG_LOSS).value(),
        measured.get(Measure.GROUPED_AUC).value(),
        measured.get(Measure.CALIBRATION_ERROR).value(),
        slates ? measured.get(Measure.NDCG).value() : null,
        slates ? measured.get(Measure.HIT_RATE).value() : null,
        quality.calibration(),
        seconds,
        (int) trained.curve().get(trained.curve().size() - 1).samples() / setup.plan().passes(),
        trained.parameters(),
        settings(variant));
  }

  private OfflinePlan plan(Variant variant) {
    return setup.plan()
        .withFraction(variant.fraction())
        .withSeed(variant.seed())
        .withHyper(variant.hyper())
        .fitted(data.data().protocol().samples(Part.TRAINING));
  }

  private RecommendationModel model(ModelChoice choice) {
    return Models.of(choice, spec);
  }

  private ResultRow.Settings settings(Variant variant) {
    OfflinePlan plan = plan(variant);
    RecommendationModel model = model(variant.choice());
    boolean knows = variant.choice().knowledge() != ModelChoice.Knowledge.NONE;
    return new ResultRow.Settings(
        data.data().fingerprint(),
        knows ? setup.texts() : "",
        variant.choice().name(),
        variant.knowledge(),
        knows ? variant.choice().side().toString() : Variant.NO_ADAPTER,
        variant.adapter(),
        variant.fraction(),
        variant.seed(),
        model.spec().eventsRead(),
        model.shape().toString(),
        variant.hyper().learningRate(),
        variant.hyper().weightDecay(),
        variant.hyper().gradientNorm(),
        plan.batch(),
        plan.window(),
        plan.passes(),
        plan.evaluations(),
        setup.threads());
  }

  /** Times a few steps of what no finished row tells the pace of. */
  private void warmUp(List<Variant> search, List<Variant> variants, CostModel costs) {
    List<Variant> all = new ArrayList<>(search);
    all.addAll(variants);
    Map<ModelChoice, Variant> unknown = new LinkedHashMap<>();
    for (Variant variant : all) {
      if (!costs.knows(variant)) {
        unknown.putIfAbsent(variant.choice(), variant);
      }
    }
    unknown.forEach((choice, variant) -> costs.measured(choice, WarmUp.time(model(choice), data, setup.plan())));
  }
}
