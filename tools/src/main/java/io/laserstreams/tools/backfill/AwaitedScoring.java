package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.stream.ScoringStore;
import io.laserstreams.tools.client.ScoringInstances;
import io.laserstreams.tools.client.TopicEnds;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for scoring step by step along the way of an interaction: its group has committed the
 * interactions; their contributions to item statistics are published; the group has committed
 * these, too; every instance has read the statistics into its table.
 */
final class AwaitedScoring implements AwaitedApp, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final AppConfig scoring;
  private final Admin admin;
  private final TopicEnds ends;
  private final UnpublishedContributions unpublished;
  private final ScoringInstances instances;

  private AwaitedScoring(
      AppConfig scoring,
      Admin admin,
      TopicEnds ends,
      UnpublishedContributions unpublished,
      ScoringInstances instances) {
    this.scoring = requireNonNull(scoring, "scoring is null");
    this.admin = requireNonNull(admin, "admin is null");
    this.ends = requireNonNull(ends, "ends is null");
    this.unpublished = requireNonNull(unpublished, "unpublished is null");
    this.instances = requireNonNull(instances, "instances is null");
  }

  /**
   * Connects to the brokers and all instances.
   *
   * @param scoring configuration of the app
   * @param addresses of its instances, where they serve their metrics
   * @throws UserException if it does not run
   */
  static AwaitedScoring connect(AppConfig scoring, List<URI> addresses) {
    ScoringInstances instances = new ScoringInstances(addresses);
    instances.requireReady();
    Admin admin = Admin.create(scoring.clients().admin());
    try {
      TopicEnds ends = new TopicEnds(admin);
      String changelog =
          scoring.applicationId()
              + "-"
              + ScoringStore.PENDING_CONTRIBUTIONS.storeName()
              + "-changelog";
      return new AwaitedScoring(
          scoring,
          admin,
          ends,
          new UnpublishedContributions(ends, scoring.clients().consumer(), changelog),
          instances);
    } catch (RuntimeException e) {
      admin.close();
      throw e;
    }
  }

  @Override
  public void awaitCatalogue() {
    awaitCommitted(Topic.USERS);
    awaitTable(Topic.ITEMS);
  }

  @Override
  public void awaitInteractions() {
    awaitCommitted(Topic.INTERACTIONS);
    await("scoring to publish contributions to item statistics", unpublished::left);
    awaitCommitted(Topic.ITEM_CONTRIBUTIONS);
    awaitTable(Topic.ITEM_STATISTICS);
  }

  @Override
  public void close() {
    unpublished.close();
    admin.close();
  }

  private void awaitCommitted(Topic topic) {
    String name = scoring.topic(topic);
    String group = scoring.applicationId();
    Map<TopicPartition, Long> until = ends.of(name);
    await("group " + group + " to take " + name, () -> ends.left(group, name, until));
  }

  private void awaitTable(Topic topic) {
    String name = scoring.topic(topic);
    long until = ends.of(name).values().stream().mapToLong(Long::longValue).sum();
    await("all instances of scoring to read " + name, () -> instances.left(name, until));
  }

  /**
   * @param left how many records to wait for
   */
  private static void await(String what, LongSupplier left) {
    long fewest = Long.MAX_VALUE;
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    for (long now = left.getAsLong(); now > 0; now = left.getAsLong()) {
      if (now < fewest) {
        fewest = now;
        giveUp = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > giveUp) {
        throw new UserException(
            "Waited "
                + PATIENCE.toMinutes()
                + " minutes without progress for "
                + what
                + ": "
                + now
                + " records are left. See scoring's /health/ready and log, then run the command"
                + " again: what is published already counts once");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
