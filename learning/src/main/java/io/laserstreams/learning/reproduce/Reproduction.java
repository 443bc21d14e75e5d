package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.reproduce.VariantTrainer.Trained;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a grid of models on one dataset. Hyper-parameters are selected once for each backbone,
 * without knowledge and on all samples; each training selects a point of its learning curve on the
 * validation part; then the test part is measured once. Finished work is kept in files and not
 * repeated.
 */
public final class Reproduction {
  /** How many candidates at the top of a slate NDCG and hit rate count. */
  static final int RANKED = 10;

  private static final long SEARCH_SEED = 1;

  private final PreparedDataset data;
  private final Grid grid;
  private final Setup setup;
  private final ResultsFolder folder;
  private final ReproductionListener listener;
  private final FeatureTables tables;
  private final VariantSettings settings;
  private final VariantTrainer trainer;

  /**
   * What all trainings have in common.
   *
   * @param plan without fraction, seed and the hyper-parameters searched for
   * @param search points to select from; empty to use the plan's
   * @param source of the knowledge, in words
   * @param threads to learn with
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
   * Continues where the files in a folder end.
   *
   * @param data with all the knowledge that the grid needs
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
    this.grid = requireNonNull(grid, "grid is null");
    this.setup = requireNonNull(setup, "setup is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.tables =
        new FeatureTables(data.data(), data.knowledge(), grid.features().epochMillis(), listener);
    this.settings = new VariantSettings(data, requireNonNull(spec, "spec is null"), setup, tables);
    this.trainer = new VariantTrainer(data, settings, tables, folder.predictions(), setup.source());
  }

  /**
   * The outcome.
   *
   * @param rows of the grid, in its order
   * @param search the points tried for the selection of hyper-parameters
   * @param plans how each model learnt, without fraction and seed
   */
  public record Outcome(
      List<ResultRow> rows, List<SearchRow> search, Map<String, OfflinePlan> plans) {}

  /**
   * Trains what is not finished.
   *
   * @throws InvalidDatasetException if a part has no samples
   */
  public Outcome run() {
    requireSamples();
    var costs =
        new CostModel(
            data.data().protocol(), settings::plan, folder.rows(data.data().fingerprint()));
    List<Variant> search = search();
    List<Variant> openSearch = open(search, folder.searched());
    boolean isSelected = openSearch.isEmpty();
    List<Variant> variants = grid.variants(isSelected ? selected(search) : unsearched());
    // A training takes equally long with any learning rate.
    List<Variant> openVariants = isSelected ? open(variants, folder.results()) : variants;
    measurePaces(openSearch, openVariants, costs);
    List<Cost> planned = costs.plan(openSearch, openVariants);
    tables.cost(openVariants).ifPresent(planned::add);
    listener.planned(planned);
    var clock = new WorkClock(costs, listener);
    clock.remain(openSearch, openVariants);
    openSearch.forEach(variant -> search(variant, clock));
    Map<String, OfflinePlan> plans = selected(search);
    variants = grid.variants(plans);
    clock.remain(List.of(), open(variants, folder.results()));
    List<ResultRow> rows = new ArrayList<>();
    for (Variant variant : variants) {
      rows.add(folder.results().find(settings.of(variant)).orElseGet(() -> finish(variant, clock)));
    }
    return new Outcome(rows, search.stream().map(this::searched).toList(), plans);
  }

  private void requireSamples() {
    for (Part part : Part.values()) {
      if (data.data().protocol().samples(part) == 0) {
        throw new InvalidDatasetException(
            ("%s has no %s samples: there are too few interactions, or split.earlier wants too many"
                    + " before a sample")
                .formatted(data.data().name(), part.name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  private SearchRow searched(Variant variant) {
    return folder.searched().find(settings.of(variant)).orElseThrow();
  }

  /** Of each model's points, the one with the best validation AUC, the first of equals. */
  private Map<String, OfflinePlan> selected(List<Variant> search) {
    Map<String, OfflinePlan> selected = unsearched();
    Map<String, Double> best = new HashMap<>();
    for (Variant variant : search) {
      double auc = searched(variant).validation().auc();
      if (auc > best.getOrDefault(variant.choice().name(), Double.NEGATIVE_INFINITY)) {
        best.put(variant.choice().name(), auc);
        selected.put(variant.choice().name(), variant.plan());
      }
    }
    return selected;
  }

  private <R> List<Variant> open(List<Variant> variants, ResultsFile<ResultRow.Settings, R> file) {
    return variants.stream().filter(variant -> file.find(settings.of(variant)).isEmpty()).toList();
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

  private void search(Variant variant, WorkClock clock) {
    WorkClock.Work work = clock.begin(variant);
    Trained trained = trainer.train(variant, work::at);
    folder.keep(trained.facts().settings(), trained.bundle());
    folder.searched().add(trained.facts());
    work.end();
    listener.searched(trained.facts());
  }

  private ResultRow finish(Variant variant, WorkClock clock) {
    WorkClock.Work work = clock.begin(variant);
    ResultRow.Settings identity = settings.of(variant);
    Trained trained =
        folder
            .kept(identity)
            .map(bundle -> new Trained(bundle, searched(variant)))
            .orElseGet(() -> trainer.train(variant, work::at));
    ResultRow row = trainer.test(variant, trained);
    folder.results().add(row);
    folder.forget(identity);
    work.end();
    listener.finished(row);
    return row;
  }

  /** Times a few steps of models whose pace no finished row shows. */
  private void measurePaces(List<Variant> search, List<Variant> variants, CostModel costs) {
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
            costs.measured(
                choice, PaceProbe.time(settings.model(variant, null), data, setup.plan())));
  }
}
