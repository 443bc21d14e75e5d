package io.laserstreams.learning.reproduce;

import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import io.laserstreams.learning.tuning.PointSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Searches for the hyper-parameters of a variant, by trainings that a folder keeps. */
final class VariantSearch {
  private final PointSearch search;
  private final VariantSettings settings;
  private final ResultsFolder folder;

  VariantSearch(PointGrid grid, VariantSettings settings, ResultsFolder folder) {
    this.search = new PointSearch(grid);
    this.settings = settings;
    this.folder = folder;
  }

  /**
   * What a search found.
   *
   * @param tried in this order
   */
  record Found(Point point, List<SearchRow> tried) {}

  /** The trainings that the search lacks, as far as can be foreseen. */
  List<Variant> open(Variant variant) {
    return search
        .open(
            point ->
                row(at(point, variant))
                    .map(row -> OptionalDouble.of(row.validation().auc()))
                    .orElse(OptionalDouble.empty()))
        .stream()
        .map(point -> at(point, variant))
        .toList();
  }

  /**
   * Finds the best point.
   *
   * @param train adds a training to the folder
   */
  Found best(Variant variant, Consumer<Variant> train) {
    List<SearchRow> tried = new ArrayList<>();
    Point point =
        search.best(
            tryNow -> {
              Variant there = at(tryNow, variant);
              if (row(there).isEmpty()) {
                train.accept(there);
              }
              SearchRow row = row(there).orElseThrow();
              tried.add(row);
              return row.validation().auc();
            });
    return new Found(point, tried);
  }

  /** The search's training of a variant. */
  Optional<SearchRow> row(Variant variant) {
    return folder.searched().find(settings.of(variant));
  }

  private static Variant at(Point point, Variant variant) {
    return variant.withPlan(point.in(variant.plan()));
  }
}
