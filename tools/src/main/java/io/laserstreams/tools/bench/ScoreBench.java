package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.scoring.MatrixProduct;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.load.SteadyState;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Microseconds a candidate in this process, without Kafka and RocksDB, beside what the matrix
 * products alone would take at the speed of a large one.
 */
public final class ScoreBench {
  private static final Measure STEP = new Measure("ids to probabilities", "µs a candidate");
  private static final Measure STEP_CPU = new Measure("of CPU", "µs a candidate");
  private static final Measure CALL = new Measure("model call", "µs a candidate");
  private static final Measure FLOOR = new Measure("matrix products at least", "µs a candidate");
  private static final Measure SPEED = new Measure("matrix product", "GFLOP/s");
  private static final long SEED = 1;
  private static final int MATRIX = 512;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final int STEADY_WINDOWS = 3;
  private static final int MOST_WINDOWS = 20;
  private static final double TOLERANCE = 0.05;

  private final ScoreOptions options;
  private final BenchRun run;

  public ScoreBench(ScoreOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  /** Measures, prints and writes the rows. */
  public List<Row> run() {
    List<ScoreModel> models = new ArrayList<>();
    try (MatrixProduct product = new MatrixProduct(MATRIX)) {
      List<ScoreSubject> all = open(models);
      run.say("Warming up " + all.size() + " rows ...");
      all.forEach(this::warmUp);
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        all.forEach(subject -> measure(subject, product));
      }
      return run.finish("score", all.stream().map(ScoreSubject::row).toList());
    } finally {
      models.forEach(ScoreModel::close);
    }
  }

  private List<ScoreSubject> open(List<ScoreModel> models) {
    SyntheticStream stream = new SyntheticStream(SEED, options.items());
    FittedFactors fitted = stream.fittedFactors();
    List<ScoreSubject> all = new ArrayList<>();
    for (String name : options.models()) {
      for (boolean features : options.features()) {
        for (int history : options.histories()) {
          ScoreModel model = new ScoreModel(stream, fitted, name, history, features);
          models.add(model);
          for (int candidates : options.candidates()) {
            for (int threads : options.threads()) {
              Map<String, String> parameters = new LinkedHashMap<>();
              parameters.put("candidates", Integer.toString(candidates));
              parameters.put("history", Integer.toString(history));
              parameters.put("features", features ? "all" : "none");
              parameters.put("threads", Integer.toString(threads));
              RowSamples row = new RowSamples(name, parameters, run.origin());
              all.add(new ScoreSubject(model, stream, candidates, threads, row));
            }
          }
        }
      }
    }
    return all;
  }

  private void warmUp(ScoreSubject subject) {
    SteadyState steady = new SteadyState(STEADY_WINDOWS, TOLERANCE);
    Duration window = options.window().dividedBy(2);
    boolean warm = false;
    for (int i = 0; i < MOST_WINDOWS && !warm; i++) {
      Windowed.of(window, subject.threads(), subject::call);
      warm = steady.add(1 / Windowed.of(window, subject.threads(), subject::step).cpuNanos());
    }
    if (!warm) {
      subject.row().note("its speed was not steady after " + MOST_WINDOWS + " windows");
    }
  }

  private void measure(ScoreSubject subject, MatrixProduct product) {
    RowSamples row = subject.row();
    OthersCpu others = new OthersCpu();
    double perMicro = NANOS_PER_MICRO * subject.candidates();
    Windowed step = Windowed.of(options.window(), subject.threads(), subject::step);
    Windowed call = Windowed.of(options.window(), subject.threads(), subject::call);
    Windowed products = Windowed.of(options.window(), 1, n -> once(product));
    double perMultiplyAdd = products.wallNanos() / product.multiplyAdds();
    row.busy(others);
    row.add(STEP, step.wallNanos() / perMicro);
    row.add(STEP_CPU, step.cpuNanos() / perMicro);
    row.add(CALL, call.wallNanos() / perMicro);
    row.add(FLOOR, subject.multiplyAdds() * perMultiplyAdd / perMicro);
    row.add(SPEED, 2 / perMultiplyAdd);
  }

  private static double once(MatrixProduct product) {
    product.run();
    return 1;
  }
}
