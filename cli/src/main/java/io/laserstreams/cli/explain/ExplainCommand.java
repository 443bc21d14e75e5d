package io.laserstreams.cli.explain;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.cli.JsonFile;
import io.laserstreams.cli.client.Brokers;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.explain.Explanation;
import io.laserstreams.crm.explain.SlateExplainer;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Scores a logged impression again, from the log alone, and says which features, events and"
            + " knowledge moved the score.",
    footer = {
      "",
      "Each thing is left out alone: a feature has the mean of its training, or the user's own, an"
          + " event or a text is not there.",
      "Exit code 1 where a logit is not the logged one to the bit; what has changed since is said."
    })
public final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "IMPRESSION",
      description =
          "Id of the impression. Its sample must be there: its attribution window has closed.")
  String impressionId;

  @Mixin ClusterOptions cluster;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "The model that scored it (default: from the models topic).")
  Path bundle;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "Whose impression it is, where several users have one of that id.")
  String user;

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "The candidate to tell about (default: the first that was shown).")
  String item;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many of the things that moved it most (default: ${DEFAULT-VALUE}).")
  int top = 20;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write everything about all candidates for scripts.")
  Path json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (bundle != null && !Files.isRegularFile(bundle)) {
      throw new UserException("There is no model bundle " + bundle);
    }
    if (top < 1) {
      throw new UserException("--top is " + top + ", must be at least 1");
    }
    AppConfig config = cluster.read();
    Brokers.require(config);
    RegistrySchemas schemas = config.schemas();
    ImpressionLog log =
        new ImpressionLog(
            topic ->
                new RecordReader(
                    config.clients().consumer(), schemas, config.topicPrefix(), Set.of(topic)));
    TrainingSample sample = log.sample(impressionId, user);
    if (item != null
        && sample.getCandidates().stream()
            .noneMatch(candidate -> candidate.getItemId().equals(item))) {
      throw new UserException(
          "Item "
              + item
              + " was not shown in impression "
              + impressionId
              + ": choose from "
              + sample.getCandidates().stream().map(candidate -> candidate.getItemId()).toList());
    }
    ExplanationReport report = explain(log, sample);
    PrintWriter out = spec.commandLine().getOut();
    report.text(item, top).forEach(out::println);
    if (json != null) {
      JsonFile.write(json, report);
      out.println("Everything in " + json);
    }
    if (!report.exact()) {
      out.println(
          report.notes().isEmpty()
              ? "The score cannot be had again to the bit, though no item is known to have changed:"
                  + " it was scored on another device or with more candidates than were shown, or"
                  + " an item was changed without a new updatedAt."
              : "The score cannot be had again to the bit: what it was made of has changed, see"
                  + " above.");
    }
    return report.exact() ? 0 : 1;
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
    if (bundle == null) {
      return log.model(sample.getModelVersion());
    }
    ModelBundle model = ModelBundle.read(bundle);
    if (!model.version().equals(sample.getModelVersion())) {
      throw new UserException(
          "Impression "
              + impressionId
              + " was scored by model "
              + sample.getModelVersion()
              + ", but "
              + bundle
              + " is model "
              + model.version());
    }
    return model;
  }
}
