package io.laserstreams.cli.probe;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.cli.client.Deadline;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoredSlate;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser probe}: is anybody scoring? */
@Command(
    name = "probe",
    description = "Send one impression to a running system and wait for its score.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 1 where scoring refuses the impression: it has a dead letter, which is printed."
    })
public final class ProbeCommand implements Callable<Integer> {
  @Mixin ClusterOptions cluster;

  @Option(names = "--user", paramLabel = "ID", description = "User id (default: a new one).")
  String user;

  @Option(
      names = "--items",
      paramLabel = "ID",
      split = ",",
      description = "Candidates (default: ${DEFAULT-VALUE}).")
  List<String> items = List.of("probe-1", "probe-2", "probe-3");

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait for everything together: brokers, topics, registry and the score"
              + " (default: ${DEFAULT-VALUE}).")
  int waitSeconds = 60;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (waitSeconds < 1) {
      throw new UserException("--wait is " + waitSeconds + ", must be at least 1 second");
    }
    AppConfig config = cluster.read();
    String id = "probe-" + UUID.randomUUID();
    Impression impression =
        new Impression(
            id, user == null ? id : user, System.currentTimeMillis(), items, Map.of(), null);
    return print(new Probe(config, Deadline.in(Duration.ofSeconds(waitSeconds))).send(impression));
  }

  private int print(Probe.Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    if (outcome instanceof Probe.Refused refused) {
      out.printf(
          "REFUSED by %s as %s after %d ms: %s (dead letter %s)%n",
          refused.letter().app(),
          refused.letter().reason(),
          refused.took().toMillis(),
          refused.letter().message(),
          refused.id());
      return 1;
    }
    Probe.Scored scored = (Probe.Scored) outcome;
    ScoredSlate slate = scored.slate();
    out.printf(
        "%s by %s after %d ms%n",
        slate.getOutcome(),
        slate.getModelVersion() == null ? "no model" : slate.getModelVersion(),
        scored.took().toMillis());
    slate
        .getCandidates()
        .forEach(
            candidate ->
                out.printf(
                    "%3d  %-20s %.4f%s%n",
                    candidate.getRank(),
                    candidate.getItemId(),
                    candidate.getProbability(),
                    candidate.getKnown() ? "" : "  (unknown item)"));
    return 0;
  }
}
