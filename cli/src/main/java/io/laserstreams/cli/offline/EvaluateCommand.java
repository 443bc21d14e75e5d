package io.laserstreams.cli.offline;

import io.laserstreams.cli.Progress;
import io.laserstreams.cli.UserException;
import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.trainer.dataset.Dataset;
import io.laserstreams.trainer.dataset.InvalidDatasetException;
import io.laserstreams.trainer.dataset.Knowledge;
import io.laserstreams.trainer.dataset.Part;
import io.laserstreams.trainer.dataset.Protocol;
import io.laserstreams.trainer.offline.LearntFromException;
import io.laserstreams.trainer.offline.OfflineEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser evaluate}. */
@Command(name = "evaluate", description = "Score a dataset's validation and test part from its raw files, as the stream would.",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin
  private DatasetOptions dataset;

  @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The model.")
  private Path bundle;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N samples of each part (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--even-learnt-from", description = "Evaluate samples from before the time up to which the model has learnt, too.")
  private boolean evenLearntFrom;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private Path json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (!Files.isRegularFile(bundle)) {
      throw new UserException("There is no model bundle " + bundle);
    }
    if (limit < 1) {
      throw new UserException("--limit is " + limit + ", must be at least 1");
    }
    try {
      ModelBundle model = ModelBundle.read(bundle);
      Summary summary = evaluate(model, start);
      summary.describe().forEach(spec.commandLine().getOut()::println);
      if (json != null) {
        summary.write(json);
      }
      return 0;
    } catch (LearntFromException e) {
      throw new UserException(e.getMessage() + ". Evaluate a model that was trained on earlier data, or say --even-learnt-from", e);
    } catch (InvalidBundleException | InvalidDatasetException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private Summary evaluate(ModelBundle model, long start) {
    Dataset data = dataset.read();
    Knowledge knowledge = dataset.knowledge(data, model.spec());
    var evaluation = evaluate(data, knowledge, model, limit, evenLearntFrom);
    return Summary.of(model.version(), evaluation.parts(), null, data.description().note(), (System.nanoTime() - start) / 1e9);
  }

  /** Scores the first {@code limit} samples of the validation and of the test part. */
  static OfflineEvaluator.Evaluation evaluate(
      Dataset data, Knowledge knowledge, ModelBundle model, int limit, boolean evenLearntFrom) {
    Protocol protocol = data.protocol();
    long of = Math.min(limit, protocol.samples(Part.VALIDATION)) + (long) Math.min(limit, protocol.samples(Part.TEST));
    var request =
        OfflineEvaluator.Request.of(n -> protocol.part(n) != Part.TRAINING && n - protocol.first(protocol.part(n)) < limit);
    try (var progress = Progress.counting("evaluate", "samples", of)) {
      return new OfflineEvaluator(data, knowledge)
          .evaluate(model, evenLearntFrom ? request.evenIfLearntFrom() : request, done -> progress.at(done, of));
    }
  }
}
