package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.bundle.ModelBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A folder in which any number of runs collect their rows: {@code results.jsonl}, {@code
 * search.jsonl}, {@code runs.jsonl}, {@code pairs.jsonl}, the predictions on the test part and
 * models of the search. A report needs nothing else.
 */
public final class ResultsFolder {
  private final Path path;
  private final ResultsFile<ResultRow.Settings, ResultRow> results;
  private final ResultsFile<ResultRow.Settings, SearchRow> searched;
  private final ResultsFile<Run, Run> runs;
  private final ResultsFile<Differences.Pairs, Differences.Difference> pairs;
  private final PredictionFiles predictions;

  private ResultsFolder(Path path) {
    this.path = path;
    this.results =
        ResultsFile.open(path.resolve("results.jsonl"), ResultRow.class, ResultRow::settings);
    this.searched =
        ResultsFile.open(path.resolve("search.jsonl"), SearchRow.class, SearchRow::settings);
    this.runs = ResultsFile.open(path.resolve("runs.jsonl"), Run.class, Function.identity());
    this.pairs =
        ResultsFile.open(
            path.resolve("pairs.jsonl"),
            Differences.Difference.class,
            Differences.Difference::pairs);
    this.predictions = new PredictionFiles(path);
  }

  /** Reads what is finished; the folder need not exist. */
  public static ResultsFolder open(Path path) {
    return new ResultsFolder(path);
  }

  Path path() {
    return path;
  }

  /** Records a run, for the report. */
  public void remember(Run run) {
    if (runs.find(run).isEmpty()) {
      runs.add(run);
    }
  }

  /** Finished rows of one dataset, in the order of completion. */
  List<ResultRow> rows(String data) {
    return results.rows().stream().filter(row -> row.settings().data().equals(data)).toList();
  }

  /** The points tried in searches for hyper-parameters on one dataset. */
  List<SearchRow> tried(String data) {
    return searched.rows().stream().filter(row -> row.settings().data().equals(data)).toList();
  }

  /** The runs on one dataset. */
  List<Run> runs(String data) {
    return runs.rows().stream().filter(run -> run.data().equals(data)).toList();
  }

  /** Keeps the model of a search, which may be that of a row. */
  void keep(ResultRow.Settings settings, ModelBundle bundle) {
    Path file = model(settings);
    try {
      Files.createDirectories(file.getParent());
      bundle.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model " + file, e);
    }
  }

  /** The model of a finished search with these settings; empty if there is none or it is gone. */
  Optional<ModelBundle> kept(ResultRow.Settings settings) {
    Path file = model(settings);
    return searched.find(settings).isPresent() && Files.exists(file)
        ? Optional.of(ModelBundle.read(file))
        : Optional.empty();
  }

  /** Deletes a kept model. */
  void forget(ResultRow.Settings settings) {
    try {
      Files.deleteIfExists(model(settings));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the model " + model(settings), e);
    }
  }

  private Path model(ResultRow.Settings settings) {
    return path.resolve("searched").resolve(settings.name() + ".laser");
  }

  ResultsFile<ResultRow.Settings, ResultRow> results() {
    return results;
  }

  ResultsFile<ResultRow.Settings, SearchRow> searched() {
    return searched;
  }

  ResultsFile<Differences.Pairs, Differences.Difference> pairs() {
    return pairs;
  }

  PredictionFiles predictions() {
    return predictions;
  }
}
