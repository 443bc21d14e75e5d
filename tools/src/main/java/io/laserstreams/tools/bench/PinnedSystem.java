package io.laserstreams.tools.bench;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.bench.system.BenchCluster;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.ScoringInstances;
import io.laserstreams.tools.client.TopicEnds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** A cluster with this build's scoring, which serves one model from a file; items are there. */
final class PinnedSystem implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final long SEED = 1;

  private final BenchCluster cluster;
  private final SystemUnderTest system;
  private final Path bundle;

  private PinnedSystem(BenchCluster cluster, SystemUnderTest system, Path bundle) {
    this.cluster = cluster;
    this.system = system;
    this.bundle = bundle;
  }

  /**
   * Starts both, sends items and past events, and returns when scoring is ready.
   *
   * @param name unique on the cluster
   */
  static PinnedSystem open(String name, SystemOptions options, BenchRun run) {
    PinnedSystem pinned = openEmpty(name, options, run);
    pinned.sendItems(options);
    pinned.system.process().awaitReady(START_PATIENCE);
    pinned.system.traffic().sendPast();
    return pinned;
  }

  /** As {@link #open}, without items and events, and without waiting for scoring. */
  static PinnedSystem openEmpty(String name, SystemOptions options, BenchRun run) {
    Path bundle = write(options);
    BenchCluster cluster = BenchCluster.start(options.folder(), run::say);
    run.say("Starting scoring (" + run.build().commit() + ") ...");
    try {
      return new PinnedSystem(
          cluster, SystemUnderTest.scoring(name, cluster, options, run.build(), bundle), bundle);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static Path write(SystemOptions options) {
    try {
      Path file = Files.createTempFile("laser-bench-", ".laser");
      ServedBundle.of(options, new SyntheticStream(SEED, options.load().items())).write(file);
      return file;
    } catch (IOException e) {
      throw new UserException("Cannot write the model to a temporary file: " + e.getMessage(), e);
    }
  }

  void sendItems(SystemOptions options) {
    system.sendItems(new SyntheticStream(SEED, options.load().items()));
  }

  void awaitReady() {
    system.process().awaitReady(START_PATIENCE);
  }

  /** Returns once scoring has read all of a topic that it follows as a table. */
  void awaitTable(Topic topic) {
    ScoringInstances scoring = new ScoringInstances(List.of(system.process().address()));
    Deadline deadline = Deadline.in(START_PATIENCE);
    try (Admin admin = cluster.admin()) {
      String name = system.topic(topic);
      while (scoring.left(name, end(admin, name)) > 0) {
        if (deadline.isOver()) {
          throw new UserException("Scoring has not read all of " + name + " in time");
        }
        deadline.pause();
      }
    }
  }

  private static long end(Admin admin, String topic) {
    return new TopicEnds(admin).of(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  BenchCluster cluster() {
    return cluster;
  }

  SystemUnderTest system() {
    return system;
  }

  @Override
  public void close() {
    system.close();
    cluster.close();
    try {
      Files.deleteIfExists(bundle);
    } catch (IOException e) {
      throw new UserException("Cannot delete " + bundle + ": " + e.getMessage(), e);
    }
  }
}
