package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import io.laserstreams.learning.torch.Slate;
import io.laserstreams.learning.torch.Torch;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.load.SteadyState;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples that a model learns from in a second, without any evaluation. */
public final class LearningBench {
  private static final Measure RATE = new Measure("learnt", "samples/s a thread");
  private static final Measure CPU = new Measure("of CPU", "µs a sample");
  private static final long SEED = 1;
  private static final long START = 1_000_000_000_000L;
  private static final int STEADY_STEPS = 3;
  private static final int MOST_STEPS = 20;
  private static final double TOLERANCE = 0.1;

  private final LearningOptions options;
  private final BenchRun run;

  public LearningBench(LearningOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  private record Subject(ModelTrainer trainer, int threads, RowSamples row) {}

  /** Measures, prints and writes the rows. */
  public List<Row> run() {
    SyntheticStream stream = new SyntheticStream(SEED, options.items());
    List<Slate> slates = slates(stream);
    List<Subject> subjects = new ArrayList<>();
    try {
      for (String model : options.models()) {
        for (int threads : options.threads()) {
          subjects.add(open(stream, model, threads));
        }
      }
      run.say("Warming up ...");
      subjects.forEach(subject -> warmUp(subject, slates));
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        subjects.forEach(subject -> measure(subject, slates));
      }
      return run.finish("train", subjects.stream().map(Subject::row).toList());
    } finally {
      subjects.forEach(subject -> subject.trainer().close());
    }
  }

  private Subject open(SyntheticStream stream, String model, int threads) {
    Torch.threads(threads);
    ModelTrainer trainer =
        ModelTrainer.untrained(
            Models.of(ModelChoice.parse(model), stream.spec(options.history())),
            Hyperparameters.DEFAULT,
            SEED);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("history", Integer.toString(options.history()));
    parameters.put("candidates", Integer.toString(options.candidates()));
    parameters.put("batch", Integer.toString(options.batch()));
    parameters.put("threads", Integer.toString(threads));
    return new Subject(trainer, threads, new RowSamples(model, parameters, run.origin()));
  }

  private List<Slate> slates(SyntheticStream stream) {
    List<Slate> slates = new ArrayList<>();
    for (int i = 0; i < options.batch(); i++) {
      List<Observation> events = stream.events(options.history(), START);
      List<ItemFeatures> candidates =
          stream.candidates(options.candidates()).stream().map(stream::item).toList();
      float[] labels = new float[candidates.size()];
      labels[0] = i % 2;
      slates.add(
          new Slate(
              new UserFeatures(
                  2 * START,
                  SyntheticStream.PROFILE,
                  Map.of(),
                  events.stream().map(SyntheticStream::inHistory).toList(),
                  null),
              events.stream().map(event -> stream.item(event.itemId())).toList(),
              candidates,
              labels));
    }
    return slates;
  }

  private static void warmUp(Subject subject, List<Slate> slates) {
    SteadyState steady = new SteadyState(STEADY_STEPS, TOLERANCE);
    boolean warm = false;
    for (int step = 0; step < MOST_STEPS && !warm; step++) {
      long start = System.nanoTime();
      subject.trainer().trainStep(slates);
      warm = steady.add(1e9 / (System.nanoTime() - start));
    }
    if (!warm) {
      subject.row().note("its speed was not steady after " + MOST_STEPS + " steps");
    }
  }

  private void measure(Subject subject, List<Slate> slates) {
    OthersCpu others = new OthersCpu();
    double cpu = OthersCpu.secondsOf(ProcessHandle.current());
    long start = System.nanoTime();
    for (int step = 0; step < options.steps(); step++) {
      subject.trainer().trainStep(slates);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double samples = (double) options.steps() * slates.size();
    subject.row().busy(others);
    subject.row().add(RATE, samples / seconds / subject.threads());
    subject.row().add(CPU, (OthersCpu.secondsOf(ProcessHandle.current()) - cpu) * 1e6 / samples);
  }
}
