package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.learning.dataset.DatasetSamples;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.offline.CurvePoint;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.offline.TrainingListener;
import io.laserstreams.learning.offline.TrainingResult;
import io.laserstreams.learning.tuning.Edges;
import io.laserstreams.learning.tuning.PaceProbe;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.learning.tuning.PointGrid;
import io.laserstreams.learning.tuning.PointSearch;
import io.laserstreams.tools.output.Figures;
import io.laserstreams.tools.output.Progress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Trains a model at the points of a grid that a search asks for, and shows how it gets on. */
final class PointTrainings {
  private static final int SECONDS_PER_MINUTE = 60;

  private final Task task;
  private final PointGrid grid;
  private final PrintWriter out;
  private final LearningPace pace = new LearningPace(System::nanoTime);
  private final Map<Point, TrainingResult> trained = new LinkedHashMap<>();

  /**
   * What all trainings have in common.
   *
   * @param plans how to learn at a point, fitted to the samples
   * @param versions of the bundles
   */
  record Task(
      DatasetSamples samples,
      RecommendationModel model,
      FactorTimeline factors,
      Function<Point, OfflinePlan> plans,
      Function<Point, String> versions) {}

  PointTrainings(Task task, PointGrid grid, PrintWriter out) {
    this.task = requireNonNull(task, "task is null");
    this.grid = requireNonNull(grid, "grid is null");
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * The outcome.
   *
   * @param result the training at the chosen point
   * @param choice how it was found
   */
  record Outcome(TrainingResult result, EvaluationSummary.Choice choice) {}

  /** Trains at the grid's only point, or at the best one that the search finds. */
  Outcome run() {
    announce();
    Point chosen = new PointSearch(grid).best(this::validationAuc);
    TrainingResult result = requireNonNull(trained.get(chosen), "the choice was not trained");
    if (!grid.isSingle()) {
      out.println(
          "Chosen: %s, validation AUC %s"
              .formatted(chosen, Figures.of(result.best().validationAuc())));
      Edges.of(chosen, trained.keySet()).forEach(edge -> out.println("Hint: " + edge));
    }
    out.println("%,.0f samples/s, without evaluations".formatted(pace.perSecond()));
    out.flush();
    List<EvaluationSummary.Tried> tried =
        trained.entrySet().stream()
            .map(
                point ->
                    new EvaluationSummary.Tried(
                        point.getKey().learningRate(),
                        point.getKey().passes(),
                        point.getValue().best().validationAuc()))
            .toList();
    return new Outcome(
        result,
        new EvaluationSummary.Choice(
            chosen.learningRate(), chosen.passes(), tried, pace.perSecond()));
  }

  /** How long it takes, by the pace of a few steps. */
  private void announce() {
    List<Point> points = new PointSearch(grid).open(point -> OptionalDouble.empty());
    Protocol protocol = task.samples().protocol();
    if (protocol.samples(Part.TRAINING) == 0) {
      return;
    }
    PaceProbe.Pace probed =
        PaceProbe.time(task.model(), task.samples(), task.plans().apply(grid.start()));
    double seconds =
        points.stream()
            .mapToDouble(point -> probed.seconds(task.plans().apply(point), protocol, 0))
            .sum();
    String time =
        "about %d min %02d s"
            .formatted(
                Math.round(seconds) / SECONDS_PER_MINUTE, Math.round(seconds) % SECONDS_PER_MINUTE);
    out.println(
        grid.isSingle()
            ? "Training with %s, %s".formatted(grid.start(), time)
            : ("Choosing learning rate and passes on the validation part, from %s: %d trainings or"
                    + " more, %s. --learning-rate and --passes name them, --no-search takes the"
                    + " first")
                .formatted(grid.start(), points.size(), time));
    out.flush();
  }

  private double validationAuc(Point point) {
    if (!grid.isSingle()) {
      out.println("With %s:".formatted(point));
    }
    try (var progress = Progress.of("train", "samples", 1)) {
      TrainingResult result =
          new OfflineTrainer(
                  task.samples(),
                  task.model(),
                  task.plans().apply(point),
                  new Curve(progress),
                  task.factors())
              .train(task.versions().apply(point));
      trained.put(point, result);
      return result.best().validationAuc();
    }
  }

  /** Shows the learning curve as it grows. */
  private final class Curve implements TrainingListener {
    private final Progress progress;
    private String evaluated = "";

    Curve(Progress progress) {
      this.progress = progress;
      pace.begin();
    }

    @Override
    public void learnt(long samples, long of, double loss) {
      progress.at(samples, of);
      pace.learnt(samples);
      note();
    }

    private void note() {
      double perSecond = pace.perSecond();
      progress.note(
          (Double.isNaN(perSecond) ? "" : "%,.0f samples/s".formatted(perSecond)) + evaluated);
    }

    @Override
    public void evaluated(CurvePoint point) {
      pace.evaluated();
      evaluated = ", validation AUC " + Figures.of(point.validationAuc());
      note();
      out.println(
          "%,9d samples: training log loss %.4f, validation AUC %s, log loss %.5f"
              .formatted(
                  point.samples(),
                  point.trainingLoss(),
                  Figures.of(point.validationAuc()),
                  point.validationLogLoss()));
      out.flush();
    }
  }
}
