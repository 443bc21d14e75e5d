package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.inspect.InspectOptions;
import io.laserstreams.tools.inspect.Inspector;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Say everything that a living system has about one user or item: history or content, the"
            + " knowledge with who wrote it, when and on what basis, its vectors, the state of its"
            + " request, its dead letters, and what a language model would be asked now.",
    footer = {
      "",
      "A --config of streams-knowledge says when knowledge is asked for, one of the worker how"
          + " prompts are worded; without them, as by default."
    })
final class InspectCommand implements Runnable {
  /** What can be inspected. */
  enum Kind {
    USER,
    ITEM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(index = "0", paramLabel = "user|item", description = "What it is.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "ID", description = "Its id, as producers write it.")
  private String id;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private ClusterMixin cluster;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    SubjectKind subject = kind == Kind.USER ? SubjectKind.USER : SubjectKind.ITEM;
    new Inspector(
            new InspectOptions(cluster.settings(), subject, id, json),
            InstantSource.system(),
            spec.commandLine().getOut())
        .run();
  }
}
