package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.system.BenchCluster;
import io.laserstreams.tools.bench.system.Build;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import io.laserstreams.tools.bench.system.WrittenPerSlate;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scoring as a process of its own under load, in turns with another build's scoring, with a
 * topology that only writes as many records, and with one that writes nothing but answers.
 */
public final class PipelineBench {
  /** Names of rows. */
  static final String SCORING = "scoring";

  static final String BASELINE = "baseline";
  static final String WRITES = "same-writes";
  static final String PASS_THROUGH = "pass-through";

  private static final Measure RECORDS = new Measure("written", "records a slate");
  private static final Measure BYTES = new Measure("written", "KB a slate");
  private static final Measure RATIO = new Measure("ratio of rates", "");
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final long SEED = 1;

  private final PipelineOptions options;
  private final BenchRun run;
  private final SyntheticStream stream;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final List<PipelineSubject> subjects = new ArrayList<>();

  public PipelineBench(PipelineOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
    SystemOptions system = options.system();
    this.stream = new SyntheticStream(SEED, system.load().items());
    parameters.put("candidates", Integer.toString(system.load().candidates()));
    parameters.put("features", system.features() ? "all" : "none");
    parameters.put("guarantee", system.guarantee());
  }

  /**
   * Measures, prints and writes the rows.
   *
   * @throws UserException if a process ends, or slates stay without an answer
   */
  public List<Row> run() {
    Optional<Build> baseline = Optional.ofNullable(options.baseline()).map(Build::at);
    ModelBundle model = ServedBundle.of(options.system(), stream);
    Path file = temporaryFile();
    try (BenchCluster cluster = BenchCluster.start(options.system().folder(), run::say)) {
      model.write(file);
      measure(cluster, file, baseline);
    } catch (IOException e) {
      throw new UserException("Cannot write the model to " + file + ": " + e.getMessage(), e);
    } finally {
      delete(file);
    }
    List<RowSamples> rows = new ArrayList<>();
    subjects.forEach(subject -> rows.addAll(subject.rows()));
    rows.addAll(ratios());
    return run.finish("pipeline", rows);
  }

  private void measure(BenchCluster cluster, Path bundle, Optional<Build> baseline) {
    try {
      open(cluster, bundle, baseline);
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        subjects.forEach(subject -> subject.measure(options.rates(), options.window()));
      }
    } finally {
      subjects.forEach(subject -> subject.system().close());
    }
  }

  private void open(BenchCluster cluster, Path bundle, Optional<Build> baseline) {
    PipelineSubject scoring = scoring(SCORING, cluster, run.build(), bundle);
    WrittenPerSlate written = scoring.system().writtenPerSlate(options.window());
    scoring.saturated().add(RECORDS, written.records());
    scoring.saturated().add(BYTES, written.bytes() / 1e3);
    Path other = options.baselineBundle() == null ? bundle : options.baselineBundle();
    baseline.ifPresent(build -> scoring(BASELINE, cluster, build, other));
    if (options.withTopologies()) {
      topology(WRITES, cluster, written);
      topology(PASS_THROUGH, cluster, new WrittenPerSlate(List.of(), 1, 0));
    }
  }

  private PipelineSubject scoring(String name, BenchCluster cluster, Build build, Path bundle) {
    run.say("Starting and warming up " + name + " (" + build.commit() + ") ...");
    SystemUnderTest system =
        SystemUnderTest.scoring(name, cluster, options.system(), build, bundle);
    PipelineSubject subject = add(system);
    system.sendItems(stream);
    system.process().awaitReady(START_PATIENCE);
    system.traffic().sendPast();
    WarmUp.of(system, options.warmUp(), subject.saturated());
    return subject;
  }

  private void topology(String name, BenchCluster cluster, WrittenPerSlate written) {
    run.say("Starting and warming up " + name + " ...");
    SystemUnderTest system =
        SystemUnderTest.baseline(name, cluster, options.system(), run.build(), written.writes());
    WarmUp.of(system, options.warmUp(), add(system).saturated());
  }

  private PipelineSubject add(SystemUnderTest system) {
    PipelineSubject subject = new PipelineSubject(system, run.origin(), parameters);
    subjects.add(subject);
    return subject;
  }

  /** Of scoring's rate to each other one, repeat by repeat. */
  private List<RowSamples> ratios() {
    List<Double> own = rates(subjects.get(0));
    List<RowSamples> rows = new ArrayList<>();
    for (PipelineSubject other : subjects.subList(1, subjects.size())) {
      RowSamples row =
          new RowSamples(SCORING + " / " + other.system().name(), parameters, run.origin());
      List<Double> rates = rates(other);
      for (int repeat = 0; repeat < rates.size(); repeat++) {
        row.add(RATIO, own.get(repeat) / rates.get(repeat));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Double> rates(PipelineSubject subject) {
    return subject.saturated().values(PipelineSubject.RATE);
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("laser-bench-", ".laser");
    } catch (IOException e) {
      throw new UserException("Cannot create a temporary file: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserException("Cannot delete " + file + ": " + e.getMessage(), e);
    }
  }
}
