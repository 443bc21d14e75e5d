package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.tools.explain.ExplainOptions;
import io.laserstreams.tools.explain.Explainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        "Score a logged impression again, from the log alone, and report which features, events and"
            + " knowledge moved the score.",
    footer = {
      "",
      "Each input is left out alone: a feature takes its mean in training, or the user's own; an"
          + " event or a text is missing.",
      "Exit code 1 if a logit differs from the logged one in any bit; the report says what has"
          + " changed since."
    })
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "IMPRESSION",
      description =
          "Id of the impression. Its sample must exist: its attribution window has closed.")
  private String impressionId;

  @Mixin private ClusterMixin cluster;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "The model that scored it (default: from the models topic).")
  private @Nullable Path bundle;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "Whose impression it is, if several users have one with this id.")
  private @Nullable String user;

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "The candidate to report in full (default: the first that was shown).")
  private @Nullable String item;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many of its strongest effects to report (default: ${DEFAULT-VALUE}).")
  private int top = 20;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write everything about all candidates for scripts.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ExplainOptions options =
        new ExplainOptions(cluster.settings(), impressionId, bundle, user, item, top, json);
    return new Explainer(options).run(spec.commandLine().getOut()) ? 0 : 1;
  }
}
