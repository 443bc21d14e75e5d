package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.Bootstrap;
import io.laserstreams.crm.evaluation.Interval;
import io.laserstreams.crm.evaluation.Measure;
import io.laserstreams.crm.evaluation.Predictions;
import io.laserstreams.crm.evaluation.Quality;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.Samples;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.offline.SamplePredictions;
import io.laserstreams.learning.offline.TrainingListener;
import io.laserstreams.learning.offline.TrainingResult;
import io.laserstreams.learning.streaming.StreamingTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a grid of models on one dataset: hyper-parameters are chosen once for each backbone,
 * without knowledge and on all samples; each training chooses its point of the learning curve on
 * the validation part; the test part is looked at once, after that. What is finished stands in
 * files and is not done again.
 */
public final class Reproduction {
  /** How many candidates of a slate NDCG and hit rate look at. */
  public static final int FIRST = 10;

  private static final long SEARCH_SEED = 1;
  private static final double FEW = 0.2;

  private final PreparedDataset data;
  private final FeatureSpec spec;
  private final Grid grid;
  private final Setup setup;
  private final ResultsFolder folder;
  private final ReproductionListener listener;
  private final SampledFactors bases;
  private final FeatureTables tables;
  private final String itemTexts;
  private final String userTexts;
  private final Map<Variant, String> graphs = new HashMap<>();

  /**
   * What is the same for all trainings.
   *
   * @param plan fraction, seed and what is searched for aside
   * @param search points to choose from; empty to take the plan's
   * @param source where the texts came from, in words
   * @param threads that learn
   */
  public record Setup(OfflinePlan plan, List<Point> search, String source, int threads) {
    public Setup {
      requireNonNull(plan, "plan is null");
      search = List.copyOf(search);
      requireNonNull(source, "source is null");
    }
  }

  /** A point of the search for hyper-parameters. */
  public record Point(double learningRate, int passes) {
    /** A plan with this point. */
    public OfflinePlan in(OfflinePlan plan) {
      return plan.withHyper(plan.hyper().withLearningRate(learningRate)).withPasses(passes);
    }
  }

  /**
   * Goes on where the files in a folder end.
   *
   * @param data with all the knowledge that the grid wants
   * @param spec with encoders for it
   */
  public Reproduction(
      PreparedDataset data,
      FeatureSpec spec,
      Grid grid,
      Setup setup,
      ResultsFolder folder,
      ReproductionListener listener) {
    this.data = requireNonNull(data, "data is null");
    this.spec = requireNonNull(spec, "spec is null");
    this.bases = new SampledFactors(data.data(), data.knowledge());
    this.grid = requireNonNull(grid, "grid is null");
    this.setup = requireNonNull(setup, "setup is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.tables =
        new FeatureTables(data.data(), data.knowledge(), grid.features().epochMillis(), listener);
    this.itemTexts = data.knowledge().fingerprint();
    this.userTexts = data.knowledge().fingerprintOfUsers();
  }

  /**
   * What came out.
   *
   * @param rows of the grid, in its order
   * @param search what was tried for the choice of hyper-parameters
   * @param plans how each model learnt, fraction and seed aside
   */
  public record Outcome(
      List<ResultRow> rows, List<SearchRow> search, Map<String, OfflinePlan> plans) {}

  /** Trains what is not finished yet. */
  public Outcome run() {
    for (Part part : Part.values()) {
      if (data.data().protocol().samples(part) == 0) {
        throw new InvalidDatasetException(
            "%s has no %s samples: too few interactions, or split.earlier wants too many before a sample"
                .formatted(data.data().name(), part.name().toLowerCase(Locale.ROOT)));
      }
    }
    var costs =
        new CostModel(data.data().protocol(), this::plan, folder.rows(data.data().fingerprint()));
    List<Variant> search = search();
    List<Variant> openSearch = open(search, folder.searched());
    boolean isChosen = openSearch.isEmpty();
    List<Variant> variants = grid.variants(isChosen ? chosen(search) : unsearched());
    // Whichever learning rate will be chosen, a training takes as long.
    List<Variant> openVariants = isChosen ? open(variants, folder.results()) : variants;
    warmUp(openSearch, openVariants, costs);
    List<Cost> planned = costs.plan(openSearch, openVariants);
    tables.cost(openVariants).ifPresent(planned::add);
    listener.planned(planned);
    var clock = new WorkClock(costs, listener);
    clock.remain(openSearch, openVariants);
    openSearch.forEach(variant -> trySettings(variant, clock));
    Map<String, OfflinePlan> plans = chosen(search);
    variants = grid.variants(plans);
    clock.remain(List.of(), open(variants, folder.results()));
    List<ResultRow> rows = new ArrayList<>();
    for (Variant variant : variants) {
      rows.add(folder.results().find(settings(variant)).orElseGet(() -> row(variant, clock)));
    }
    List<SearchRow> tried =
        search.stream()
            .map(variant -> folder.searched().find(settings(variant)).orElseThrow())
            .toList();
    return new Outcome(rows, tried, plans);
  }

  /** Of each model's points, the one with the best validation AUC, the first of equals. */
  private Map<String, OfflinePlan> chosen(List<Variant> search) {
    Map<String, OfflinePlan> chosen = unsearched();
    Map<String, Double> best = new HashMap<>();
    for (Variant variant : search) {
      double auc = folder.searched().find(settings(variant)).orElseThrow().validationAuc();
      if (auc > best.getOrDefault(variant.choice().name(), Double.NEGATIVE_INFINITY)) {
        best.put(variant.choice().name(), auc);
        chosen.put(variant.choice().name(), variant.plan());
      }
    }
    return chosen;
  }

  private <R> List<Variant> open(List<Variant> variants, ResultsFile<ResultRow.Settings, R> file) {
    return variants.stream().filter(variant -> file.find(settings(variant)).isEmpty()).toList();
  }

  private Map<String, OfflinePlan> unsearched() {
    Map<String, OfflinePlan> plans = new LinkedHashMap<>();
    grid.models().forEach(model -> plans.put(model, setup.plan()));
    return plans;
  }

  private List<Variant> search() {
    List<Variant> variants = new ArrayList<>();
    for (String model : grid.models()) {
      for (Point point : setup.search()) {
        variants.add(
            new Variant(
                grid.backbone(model),
                point.in(setup.plan()).withFraction(1).withSeed(SEARCH_SEED)));
      }
    }
    return variants;
  }

  private void trySettings(Variant variant, WorkClock clock) {
    clock.begin(variant);
    Trained trained = timed(variant, clock);
    folder.keep(trained.facts().settings(), trained.bundle());
    folder.searched().add(trained.facts());
    clock.end();
    listener.searched(trained.facts());
  }

  private ResultRow row(Variant variant, WorkClock clock) {
    clock.begin(variant);
    ResultRow.Settings settings = settings(variant);
    Trained trained =
        folder
            .kept(settings)
            .map(bundle -> new Trained(bundle, folder.searched().find(settings).orElseThrow()))
            .orElseGet(() -> timed(variant, clock));
    ResultRow row = row(variant, trained);
    folder.results().add(row);
    folder.forget(settings);
    clock.end();
    listener.finished(row);
    return row;
  }

  private record Trained(ModelBundle bundle, SearchRow facts) {}

  private Trained timed(Variant variant, WorkClock clock) {
    StreamingTable table = tables.of(variant, plan(variant));
    long start = System.nanoTime();
    TrainingResult trained = train(variant, table, clock);
    return new Trained(
        trained.bundle(),
        SearchRow.of(settings(variant), trained, (System.nanoTime() - start) / 1e9));
  }

  private TrainingResult train(Variant variant, StreamingTable table, WorkClock clock) {
    BitSet drawn = OfflineTrainer.draw(data.data().protocol(), plan(variant));
    RecommendationModel model =
        model(variant, table == null ? null : table.standardised(drawn::get));
    Samples samples = samples(model.spec(), table);
    var progress =
        new TrainingListener() {
          @Override
          public void learnt(long done, long of, double loss) {
            clock.at((double) done / of);
          }
        };
    String version =
        "%s-%s-%s%s-f%s-seed%d"
            .formatted(
                data.data().name(),
                variant.choice().name(),
                variant.knowledge(),
                table == null
                    ? ""
                    : variant.reading().strict() ? "-streaming-strict" : "-streaming",
                variant.fraction(),
                variant.plan().seed());
    FactorTimeline fits = table == null ? bases.of(variant.choice(), plan(variant)) : table.bases();
    return new OfflineTrainer(samples, model, plan(variant), progress, fits).train(version);
  }

  private Samples samples(FeatureSpec read, StreamingTable table) {
    return table == null ? data.samples(read) : data.samples(read, table::of);
  }

  /** Looks at the test part. */
  private ResultRow row(Variant variant, Trained trained) {
    SearchRow facts = trained.facts();
    Samples samples = samples(trained.bundle().spec(), tables.of(variant, plan(variant)));
    Predictions test = SamplePredictions.of(trained.bundle(), samples, Part.TEST);
    String file = PredictionFiles.name(facts.settings());
    folder.predictions().write(file, test);
    var quality = new Quality(test, FIRST);
    Map<Measure, Interval> measured = Bootstrap.DEFAULT.intervals(quality, test);
    Interval auc = measured.get(Measure.AUC);
    boolean slates = quality.slatesRanked() > 0;
    return new ResultRow(
        variant.choice().name(),
        variant.knowledge(),
        variant.side(),
        variant.adapter(),
        variant.knows() ? setup.source() : "",
        variant.reading().features(),
        variant.reading().strict(),
        variant.fraction(),
        variant.plan().seed(),
        facts.validationAuc(),
        facts.validationLogLoss(),
        auc.value(),
        auc.low(),
        auc.high(),
        measured.get(Measure.LOG_LOSS).value(),
        measured.get(Measure.GROUPED_AUC).value(),
        measured.get(Measure.CALIBRATION_ERROR).value(),
        slates ? measured.get(Measure.NDCG).value() : null,
        slates ? measured.get(Measure.HIT_RATE).value() : null,
        quality.calibration(),
        facts.trainSeconds(),
        ServingPace.micros(trained.bundle(), samples),
        (int) (facts.samples() / variant.plan().passes()),
        facts.parameters(),
        file,
        facts.settings());
  }

  /**
   * In one pass over few samples the last point is looked at alone: four looks would take longer
   * than the training. In many passes each is looked at, because a model may know the samples by
   * heart before the last.
   */
  private OfflinePlan plan(Variant variant) {
    boolean needsBasis = Models.needsFittedFactors(variant.choice().name());
    OfflinePlan plan =
        variant.plan().fitted(data.data().protocol().samples(Part.TRAINING), needsBasis);
    return plan.passes() == 1 && plan.fraction() <= FEW
        ? plan.withEvaluations(1)
        : plan.withEvaluations(Math.max(plan.evaluations(), plan.passes()));
  }

  private RecommendationModel model(Variant variant, FeatureSpec.Streaming streaming) {
    return Models.of(variant.choice(), spec.withStreaming(streaming));
  }

  private ResultRow.Settings settings(Variant variant) {
    return new ResultRow.Settings(
        data.data().fingerprint(),
        variant.knows() ? texts(variant.choice()) : "",
        variant.choice().name(),
        variant.knowledge(),
        variant.side(),
        variant.adapter(),
        graphs.computeIfAbsent(
            new Variant(variant.choice(), setup.plan(), variant.reading()), this::graph),
        plan(variant),
        setup.threads());
  }

  private String texts(ModelChoice choice) {
    return choice.knowledge().ofUsers() && !userTexts.isEmpty()
        ? itemTexts + "+" + userTexts
        : itemTexts;
  }

  /**
   * What a model reads stands in it: which streaming features, how their state is kept, and whether
   * that is strict.
   */
  private String graph(Variant variant) {
    RecommendationModel model = model(variant, tables.unheard(variant.reading()));
    OnnxExport.Graphs untrained =
        OnnxExport.export(model, OnnxExport.initialWeights(model, SEARCH_SEED));
    String reads =
        model.spec() + " " + model.shape() + (variant.reading().strict() ? " strict" : "");
    return Sha256.hex(
        reads.getBytes(StandardCharsets.UTF_8), untrained.itemTower(), untrained.head());
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
    unknown.forEach(
        (choice, variant) ->
            costs.measured(choice, PaceProbe.time(model(variant, null), data, setup.plan())));
  }
}
