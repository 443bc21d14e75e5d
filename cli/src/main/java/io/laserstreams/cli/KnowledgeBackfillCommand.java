package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.DurationConverter;
import io.laserstreams.cli.options.SubjectKindGroup;
import io.laserstreams.tools.knowledge.KnowledgeBackfill;
import io.laserstreams.tools.knowledge.KnowledgeBackfillOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser knowledge backfill}. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description =
        "Follow the writing of knowledge about a whole catalogue or user base to its end, with the"
            + " time left. streams-knowledge asks about what is on the topics by itself: publish it"
            + " first, for example with laser backfill. Stop and start it at any time; nothing is"
            + " written twice.",
    footer = {"", "Exit code 1 if there is not knowledge about all at the end."})
final class KnowledgeBackfillCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private SubjectKindGroup kind;

  @Option(
      names = "--again",
      description =
          "First have those asked about again whose requests were given up, each with the request"
              + " as it was. Costs what their texts cost.")
  private boolean again;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "End if nothing happens for this long, for example because no worker runs (default: 15m,"
              + " longer than request.timeout.ms).")
  private Duration patience = Duration.ofMinutes(15);

  @Mixin private ClusterMixin cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    KnowledgeBackfillOptions options =
        new KnowledgeBackfillOptions(cluster.settings(), kind.kind(), again, patience);
    return new KnowledgeBackfill(options, spec.commandLine().getOut()).run() ? 0 : 1;
  }
}
