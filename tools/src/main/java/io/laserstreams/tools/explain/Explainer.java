package io.laserstreams.tools.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.explain.Explanation;
import io.laserstreams.crm.explain.SlateExplainer;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.ScoringConfigFile;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Scores a logged impression again, from the log alone, and reports which features, events and
 * knowledge moved the score.
 */
public final class Explainer {
  private final ExplainOptions options;

  public Explainer(ExplainOptions options) {
    this.options = requireNonNull(options, "options is null");
  }

  /**
   * Prints the report.
   *
   * @return whether every logit is the logged one to the bit
   * @throws UserException if the impression, its model or the item is missing
   */
  public boolean run(PrintWriter out) throws IOException {
    if (options.bundle() != null && !Files.isRegularFile(options.bundle())) {
      throw new UserException("There is no model bundle " + options.bundle());
    }
    ExplanationReport report = explain();
    report.text(options.item(), options.top()).forEach(out::println);
    if (options.json() != null) {
      JsonFile.write(options.json(), report);
      out.println("Everything in " + options.json());
    }
    if (!report.exact()) {
      out.println(
          report.notes().isEmpty()
              ? "The score cannot be reproduced to the bit, though no item is known to have"
                  + " changed: it was scored on another device or with more candidates than were"
                  + " shown, or an item was changed without a new updatedAt."
              : "The score cannot be reproduced to the bit: its inputs have changed, see above.");
    }
    return report.exact();
  }

  /**
   * Only what moved the logit of the item.
   *
   * @throws UserException if the impression, its model or the item is missing
   */
  public List<String> effects() {
    return explain().effects(options.item(), options.top());
  }

  private ExplanationReport explain() {
    AppConfig config = options.cluster().read();
    Brokers.require(config);
    ImpressionLog log = new ImpressionLog(RecordReader.factory(config), attributionWindow());
    TrainingSample sample = log.sample(options.impressionId(), options.user());
    requireShown(sample);
    return explain(log, sample);
  }

  private void requireShown(TrainingSample sample) {
    List<String> shown = sample.getCandidates().stream().map(SampleCandidate::getItemId).toList();
    if (options.item() != null && !shown.contains(options.item())) {
      throw new UserException(
          "Item "
              + options.item()
              + " was not shown in impression "
              + options.impressionId()
              + ": choose from "
              + shown);
    }
  }

  /** How long scoring waits for what the user does, as far as the configuration file says. */
  private Duration attributionWindow() {
    return Duration.ofMillis(
        new ScoringConfigFile(options.cluster()::setting)
            .number(ScoringConfig.ATTRIBUTION_WINDOW_MS));
  }

  private ExplanationReport explain(ImpressionLog log, TrainingSample sample) {
    ModelBundle model = model(log, sample);
    LoggedItems items = log.items(sample, model.spec());
    OwnAverages own = log.ownAverages(sample);
    try (Scorer scorer = Scorer.open(model, Device.CPU)) {
      Explanation explanation =
          new SlateExplainer(scorer, SampleSlate.of(sample, model.spec(), items)).explain(own::of);
      return ExplanationReport.of(sample, explanation, items, own.samples());
    }
  }

  private ModelBundle model(ImpressionLog log, TrainingSample sample) {
    if (options.bundle() == null) {
      return log.model(sample.getModelVersion());
    }
    ModelBundle model = ModelBundle.read(options.bundle());
    if (!model.version().equals(sample.getModelVersion())) {
      throw new UserException(
          "Impression "
              + options.impressionId()
              + " was scored by model "
              + sample.getModelVersion()
              + ", but "
              + options.bundle()
              + " is model "
              + model.version());
    }
    return model;
  }
}
