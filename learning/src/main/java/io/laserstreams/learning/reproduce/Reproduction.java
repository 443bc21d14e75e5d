package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.reproduce.VariantSearch.Found;
import io.laserstreams.learning.reproduce.VariantTrainer.Trained;
import io.laserstreams.learning.tuning.Edges;
import io.laserstreams.learning.tuning.PaceProbe;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trains a grid of models on one dataset. Hyper-parameters are selected once for each backbone with
 * and without knowledge and features, on the largest share of the samples; each training selects a
 * point of its learning curve on the validation part; then the test part is measured once. Finished
 * work is kept in files and not repeated.
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
  private final VariantSearch search;

  /**
   * What all trainings have in common.
   *
   * @param plan without fraction, seed and the hyper-parameters searched for
   * @param search points to select from
   * @param source of the knowledge, in words
   * @param threads to learn with
   */
  public record Setup(OfflinePlan plan, PointGrid search, String source, int threads) {
    public Setup {
      requireNonNull(plan, "plan is null");
      requireNonNull(search, "search is null");
      requireNonNull(source, "source is null");
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
    this.search = new VariantSearch(setup.search(), settings, folder);
    this.trainer = new VariantTrainer(data, settings, tables, folder.predictions(), setup.source());
  }

  /**
   * The outcome.
   *
   * @param rows of the grid, in its order
   * @param search the points tried for the selection of hyper-parameters
   * @param points the selected ones
   */
  public record Outcome(
      List<ResultRow> rows, List<SearchRow> search, Map<FeatureSet, Point> points) {}

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
    Map<FeatureSet, Variant> searches =
        setup.search().isSingle() ? Map.of() : grid.searches(setup.plan(), SEARCH_SEED);
    List<Variant> openSearch =
        searches.values().stream().flatMap(variant -> search.open(variant).stream()).toList();
    Map<FeatureSet, Found> found = new LinkedHashMap<>();
    if (openSearch.isEmpty()) {
      searches.forEach((set, variant) -> found.put(set, search.best(variant, none -> {})));
    }
    List<Variant> variants = grid.variants(set -> plan(found, set));
    // A training takes equally long with any learning rate.
    List<Variant> openVariants = openSearch.isEmpty() ? open(variants) : variants;
    measurePaces(openSearch, openVariants, costs);
    List<Cost> planned = costs.plan(openSearch, openVariants);
    tables
        .cost(Stream.concat(openSearch.stream(), openVariants.stream()).toList())
        .ifPresent(planned::add);
    listener.planned(planned);
    var clock = new WorkClock(costs, listener);
    clock.remain(openSearch, openVariants);
    searches.forEach((set, variant) -> found.put(set, select(set, variant, clock)));
    variants = grid.variants(set -> plan(found, set));
    clock.remain(List.of(), open(variants));
    List<ResultRow> rows = new ArrayList<>();
    for (Variant variant : variants) {
      rows.add(folder.results().find(settings.of(variant)).orElseGet(() -> finish(variant, clock)));
    }
    Map<FeatureSet, Point> points = new LinkedHashMap<>();
    found.forEach((set, best) -> points.put(set, best.point()));
    return new Outcome(
        rows, found.values().stream().flatMap(best -> best.tried().stream()).toList(), points);
  }

  private OfflinePlan plan(Map<FeatureSet, Found> found, FeatureSet set) {
    Found best = found.get(set);
    return (best == null ? setup.search().start() : best.point()).in(setup.plan());
  }

  private Found select(FeatureSet set, Variant variant, WorkClock clock) {
    Found found = search.best(variant, there -> train(there, clock));
    List<Point> tried = found.tried().stream().map(row -> Point.of(row.plan())).toList();
    listener.selected(set, found.point(), Edges.of(found.point(), tried));
    return found;
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

  private List<Variant> open(List<Variant> variants) {
    return variants.stream()
        .filter(variant -> folder.results().find(settings.of(variant)).isEmpty())
        .toList();
  }

  private void train(Variant variant, WorkClock clock) {
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
            .map(bundle -> new Trained(bundle, search.row(variant).orElseThrow()))
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
    unknown.forEach((choice, variant) -> costs.measured(choice, pace(variant)));
  }

  private PaceProbe.Pace pace(Variant variant) {
    RecommendationModel model = settings.model(variant, null);
    return PaceProbe.time(model, data.samples(model.spec()), setup.plan());
  }
}
