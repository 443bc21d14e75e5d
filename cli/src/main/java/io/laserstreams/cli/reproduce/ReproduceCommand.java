package io.laserstreams.cli.reproduce;

import io.laserstreams.cli.JsonFile;
import io.laserstreams.cli.offline.DatasetOptions;
import io.laserstreams.cli.offline.StreamingOptions;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
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
import io.laserstreams.worker.encoder.EncoderRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser reproduce}. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description =
        "Train models on a dataset with and without knowledge and on fewer samples, and compare"
            + " them with each other and with published figures. Goes on where it was cut off.")
public final class ReproduceCommand implements Callable<Integer> {
  private static final List<Double> RATES = List.of(0.002, 0.004);
  private static final List<Integer> PASSES = List.of(1, 2);

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--models",
      paramLabel = "NAME",
      split = ",",
      description = "Backbones (default: all that the knowledge and the catalogue allow).")
  private List<String> models;

  @Option(
      names = "--knowledge",
      paramLabel = "KIND",
      split = ",",
      description = "none, item, user, both (default: none,item).")
  private List<String> knowledge = List.of("none", "item");

  @Option(
      names = "--side",
      paramLabel = "SIDE",
      split = ",",
      description = "Where item knowledge enters: target, history, both (default: both).")
  private List<String> sides = List.of(ModelChoice.Side.BOTH.toString());

  @Option(
      names = "--adapters",
      paramLabel = "NAME",
      split = ",",
      description = "moe, linear, none (default: moe).")
  private List<String> adapters = List.of(ModelChoice.Adapter.MOE.toString());

  @Option(
      names = "--fractions",
      paramLabel = "F",
      split = ",",
      description = "Shares of the training samples (default: 0.01,0.02,0.05,0.1,0.2,0.5,1).")
  private List<Double> fractions = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds, from 1 on (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Mixin private StreamingOptions streaming;

  @Option(
      names = "--no-search",
      description = "Choose nothing: one pass at the default rate, unless others are named.")
  private boolean withoutSearch;

  @Option(
      names = "--learning-rates",
      paramLabel = "R",
      split = ",",
      description = "Learning rates to choose from (default: 0.002,0.004).")
  private List<Double> learningRates;

  @Option(
      names = "--passes",
      paramLabel = "N",
      split = ",",
      description = "Passes over the training samples to choose from (default: 1,2).")
  private List<Integer> passes;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "How many events the models look back (default: as described).")
  private Integer history;

  @Option(
      names = "--encoder",
      paramLabel = "ID",
      description = "Encoder of the knowledge texts (default: ${DEFAULT-VALUE}).")
  private String encoder = EncoderRegistry.DEFAULT_ENCODER;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that learn, a part of each batch each; a training repeats bit for bit with as"
              + " many (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Finished rows, the report and its plots; a run with the same folder goes on, one with"
              + " other options adds to it (default: reproduce-NAME).")
  private Path out;

  @Option(
      names = "--only-report",
      description = "Train nothing: write the report of the rows that the folder has.")
  private boolean onlyReport;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the rows to this file.")
  private Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      Grid asked = grid(Models.names());
      Torch.threads(threads);
      Dataset data = dataset.read(history);
      Grid grid = models == null ? grid(possible(data)) : asked;
      Path folder = out == null ? Path.of("reproduce-" + data.name()) : out;
      List<ResultRow> rows = onlyReport ? List.of() : train(data, grid, ResultsFolder.open(folder));
      // Opened anew: other processes may have added rows meanwhile.
      finish(new Report(data, ResultsFolder.open(folder), rows), rows);
      return 0;
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private List<String> possible(Dataset data) {
    boolean categories =
        data.items().values().stream().anyMatch(item -> !item.categories().isEmpty());
    return Models.names().stream()
        .filter(name -> categories || !Models.needsCategories(name))
        .toList();
  }

  /**
   * @param all models to choose from where none is named
   */
  private Grid grid(List<String> all) {
    List<ModelChoice.Knowledge> kinds =
        knowledge.stream().map(ModelChoice.Knowledge::parse).toList();
    boolean ofItems = kinds.stream().anyMatch(ModelChoice.Knowledge::ofItems);
    List<String> possible =
        all.stream().filter(name -> ofItems || !Models.needsItemKnowledge(name)).toList();
    return new Grid(
        models == null ? possible : models,
        kinds,
        sides.stream().map(ModelChoice.Side::parse).toList(),
        adapters.stream().map(ModelChoice.Adapter::parse).toList(),
        fractions,
        seeds,
        streaming.grid());
  }

  private List<ResultRow> train(Dataset data, Grid grid, ResultsFolder folder) {
    grid.withoutBackbone()
        .forEach(
            name ->
                writer()
                    .println(
                        name
                            + " searches by the items' knowledge: it is trained with that, not"
                            + " without"));
    dataset.reportJoins(data, grid.usesItemKnowledge(), grid.usesUserKnowledge());
    requireBothClasses(data);
    Knowledge known =
        dataset.knowledge(data, encoder, grid.usesItemKnowledge(), grid.usesUserKnowledge());
    FeatureSpec.Encoder read =
        known.dimensions() == 0 ? null : new FeatureSpec.Encoder(encoder, known.dimensions());
    String source =
        read == null ? "" : "%s, encoded by %s".formatted(dataset.textsSource(data), encoder);
    List<Reproduction.Point> points = points();
    OfflinePlan plan = points.get(0).in(OfflinePlan.DEFAULT);
    var setup =
        new Reproduction.Setup(plan, points.size() == 1 ? List.of() : points, source, threads);
    folder.remember(
        Run.here(command(), data.fingerprint(), knowledgeNote(grid, source, known), threads));
    try (var progress = new ReproductionProgress(writer())) {
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
      all.requireBoth(part, dataset.folder());
    }
    for (double fraction : fractions) {
      for (long seed = 1; seed <= seeds; seed++) {
        BitSet drawn =
            OfflineTrainer.draw(
                data.protocol(), OfflinePlan.DEFAULT.withFraction(fraction).withSeed(seed));
        ClassBalance.of(data, drawn::get).requireBoth(Part.TRAINING, dataset.folder());
      }
    }
  }

  /** The points to choose from; one alone needs no search. */
  private List<Reproduction.Point> points() {
    OfflinePlan usual = OfflinePlan.DEFAULT;
    List<Double> rates = choices(learningRates, RATES, usual.hyper().learningRate());
    List<Integer> counts = choices(passes, PASSES, usual.passes());
    return rates.stream()
        .flatMap(rate -> counts.stream().map(count -> new Reproduction.Point(rate, count)))
        .toList();
  }

  private <T> List<T> choices(List<T> named, List<T> toChooseFrom, T usual) {
    return named != null ? named : withoutSearch ? List.of(usual) : toChooseFrom;
  }

  private String command() {
    return "laser " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  private static String knowledgeNote(Grid grid, String source, Knowledge known) {
    if (!known.users().isEmpty()) {
      return "Knowledge of items: "
          + source
          + ". Knowledge of users: texts that each say as of which event they were written.";
    }
    String tastes =
        grid.usesUserKnowledge()
            ? " Knowledge of users: no language model wrote about them; it is the mean of the"
                + " vectors of the items that they liked before."
            : "";
    return source.isEmpty() ? "" : "Knowledge of items: " + source + "." + tastes;
  }

  private void finish(Report report, List<ResultRow> rows) throws IOException {
    Path file = report.write();
    report.table().forEach(writer()::println);
    writer().println("Report in " + file);
    if (json != null) {
      JsonFile.write(json, onlyReport ? report.rows() : rows);
    }
    writer().flush();
  }

  private PrintWriter writer() {
    return spec.commandLine().getOut();
  }
}
