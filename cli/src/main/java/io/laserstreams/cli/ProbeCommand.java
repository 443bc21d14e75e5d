package io.laserstreams.cli;

import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser probe}: is anybody scoring? */
@Command(name = "probe", description = "Send one impression to a running system and wait for its score.",
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Runnable {
  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin
  ClusterOptions cluster;

  @Option(names = "--user", paramLabel = "ID", description = "User id (default: a new one).")
  String user;

  @Option(names = "--items", paramLabel = "ID", split = ",", description = "Candidates (default: ${DEFAULT-VALUE}).")
  List<String> items = List.of("probe-1", "probe-2", "probe-3");

  @Option(names = "--wait", paramLabel = "SECONDS", description = "How long to wait for the score (default: ${DEFAULT-VALUE}).")
  int waitSeconds = 60;

  @Spec
  CommandSpec spec;

  @Override
  public void run() {
    AppConfig config = cluster.read();
    long giveUp = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
    RegistrySchemas schemas = RegistrySchemas.lookingUp(config.schemaRegistryUrl(), Duration.ofSeconds(waitSeconds));
    awaitSchemas(schemas, config.topicPrefix(), giveUp);
    String id = "probe-" + UUID.randomUUID();
    Impression impression = new Impression(
        id, user == null ? id : user, System.currentTimeMillis(), items, Map.of(), null);
    try (RecordReader scores = new RecordReader(config.bootstrapServers(), schemas, config.topicPrefix(), Set.of(Topic.SCORES));
        RecordPublisher publisher = new RecordPublisher(config.bootstrapServers(), schemas, config.topicPrefix())) {
      long sent = System.nanoTime();
      publisher.send(Topic.IMPRESSIONS, impression.getUserId(), impression);
      publisher.flush();
      print(await(scores, id, giveUp), Duration.ofNanos(System.nanoTime() - sent));
    }
  }

  /** Schemas come last when a system is provisioned: where they are, the topics are. */
  private static void awaitSchemas(RegistrySchemas schemas, String prefix, long giveUp) {
    while (true) {
      try {
        schemas.id(Topic.IMPRESSIONS.subjectOn(prefix), Impression.SCHEMA$);
        schemas.id(Topic.SCORES.subjectOn(prefix), ScoredSlate.SCHEMA$);
        return;
      } catch (UnregisteredSchemaException e) {
        if (System.nanoTime() > giveUp) {
          throw e;
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private ScoredSlate await(RecordReader scores, String id, long giveUp) {
    while (System.nanoTime() < giveUp) {
      Optional<ScoredSlate> score = scores.poll(POLL).stream()
          .map(received -> scores.value(received, ScoredSlate.class))
          .filter(slate -> slate.getImpressionId().equals(id))
          .findFirst();
      if (score.isPresent()) {
        return score.get();
      }
    }
    throw new UserException("No score for impression " + id + " within " + waitSeconds
        + " s. Is the scoring app running and ready, with the same prefix?");
  }

  private void print(ScoredSlate slate, Duration took) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s by %s after %d ms%n", slate.getOutcome(), slate.getModelVersion() == null ? "no model" : slate.getModelVersion(),
        took.toMillis());
    slate.getCandidates().forEach(candidate ->
        out.printf("%3d  %-20s %.4f%s%n", candidate.getRank(), candidate.getItemId(), candidate.getProbability(),
            candidate.getKnown() ? "" : "  (unknown item)"));
  }
}
