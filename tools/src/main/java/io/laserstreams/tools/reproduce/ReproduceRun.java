package io.laserstreams.tools.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.dataset.ClassBalance;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.PreparedDataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.reproduce.Grid;
import io.laserstreams.learning.reproduce.Report;
import io.laserstreams.learning.reproduce.Reproduction;
import io.laserstreams.learning.reproduce.ResultRow;
import io.laserstreams.learning.reproduce.ResultsFolder;
import io.laserstreams.learning.reproduce.Run;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Trains models on a dataset with and without knowledge and on fewer samples, and compares them
 * with each other and with published figures. Continues where an earlier run stopped.
 */
public final class ReproduceRun {
  private final ReproduceOptions options;
  private final PrintWriter out;
  private final DatasetKnowledge texts;

  public ReproduceRun(ReproduceOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.texts = new DatasetKnowledge(options.dataset(), out);
  }

  /**
   * Trains what the folder lacks, and writes the report.
   *
   * @throws UserException naming what is wrong with the options or the dataset
   */
  public void run() throws IOException {
    try {
      Grid asked = grid(Models.names());
      Torch.threads(options.threads());
      Dataset data = options.dataset().files().read(options.history());
      Grid grid = options.grid().models() == null ? grid(possible(data)) : asked;
      Path folder = options.output().folder(data.name());
      List<ResultRow> rows =
          options.output().onlyReport() ? List.of() : train(data, grid, ResultsFolder.open(folder));
      // Opened again: other processes may have added rows meanwhile.
      report(new Report(data, ResultsFolder.open(folder), rows), rows);
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }

  private Grid grid(List<String> models) {
    return options.grid().grid(models, options.streaming().grid());
  }

  private static List<String> possible(Dataset data) {
    boolean categories =
        data.items().values().stream().anyMatch(item -> !item.categories().isEmpty());
    return Models.names().stream()
        .filter(name -> categories || !Models.needsCategories(name))
        .toList();
  }

  private List<ResultRow> train(Dataset data, Grid grid, ResultsFolder folder) {
    grid.withoutBackbone()
        .forEach(
            name ->
                out.println(
                    name + " searches by the knowledge of items: it is trained only with it"));
    texts.reportJoins(data, grid.usesItemKnowledge(), grid.usesUserKnowledge());
    requireBothClasses(data);
    Knowledge known =
        texts.knowledge(
            data, options.encoder(), grid.usesItemKnowledge(), grid.usesUserKnowledge());
    FeatureSpec.Encoder read =
        known.dimensions() == 0
            ? null
            : new FeatureSpec.Encoder(options.encoder(), known.dimensions());
    String source =
        read == null
            ? ""
            : "%s, encoded by %s".formatted(texts.textsSource(data), options.encoder());
    double samples = data.protocol().samples(Part.TRAINING) * grid.largestFraction();
    var setup =
        new Reproduction.Setup(
            OfflinePlan.DEFAULT, options.search().grid(samples), source, options.threads());
    folder.remember(
        Run.here(
            options.command(),
            data.fingerprint(),
            knowledgeNote(grid, source, known),
            options.threads()));
    try (var progress = new ReproductionProgress(out)) {
      return new Reproduction(
              new PreparedDataset(data, known),
              FeatureSpecs.of(data, read, read),
              grid,
              setup,
              folder,
              progress)
          .run()
          .rows();
    }
  }

  /** In every part, and in every share of the training part. */
  private void requireBothClasses(Dataset data) {
    ClassBalance all = ClassBalance.of(data, sample -> true);
    for (Part part : Part.values()) {
      all.requireBoth(part, options.dataset().files().folder());
    }
    for (double fraction : options.grid().fractions()) {
      for (long seed = 1; seed <= options.grid().seeds(); seed++) {
        BitSet drawn =
            OfflineTrainer.draw(
                data.protocol(), OfflinePlan.DEFAULT.withFraction(fraction).withSeed(seed));
        ClassBalance.of(data, drawn::get)
            .requireBoth(Part.TRAINING, options.dataset().files().folder());
      }
    }
  }

  private static String knowledgeNote(Grid grid, String source, Knowledge known) {
    if (!known.users().isEmpty()) {
      return "Knowledge of items: "
          + source
          + ". Knowledge of users: texts that each say as of which event they were written.";
    }
    String ofUsers =
        grid.usesUserKnowledge()
            ? " Knowledge of users: no language model wrote about them; it is the mean of the"
                + " vectors of the items that they liked before."
            : "";
    return source.isEmpty() ? "" : "Knowledge of items: " + source + "." + ofUsers;
  }

  private void report(Report report, List<ResultRow> rows) throws IOException {
    Path file = report.write();
    report.table().forEach(out::println);
    out.println("Report in " + file);
    if (options.output().json() != null) {
      JsonFile.write(options.output().json(), options.output().onlyReport() ? report.rows() : rows);
    }
    out.flush();
  }
}
