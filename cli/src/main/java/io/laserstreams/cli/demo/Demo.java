package io.laserstreams.cli.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.apps.AppGroup;
import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.cli.demo.world.World;
import io.laserstreams.cli.demo.world.WorldSpec;
import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.App;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;

/**
 * Brings the whole system up in this JVM, lets the world play against it, and takes it down again.
 */
public final class Demo {
  private static final Layout LAYOUT = Layout.standard().withPrefix("demo.").withPartitions(2);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration KNOWLEDGE_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LAST_SCORES_PATIENCE = Duration.ofSeconds(30);
  private static final long VIEW_EVERY_NANOS = 250_000_000L;
  private static final long RATE_EVERY_NANOS = 5_000_000_000L;
  private static final double NANOS = 1e9;

  private final DemoOptions options;
  private final DemoView view;

  public Demo(DemoOptions options, DemoView view) {
    this.options = requireNonNull(options, "options is null");
    this.view = requireNonNull(view, "view is null");
  }

  public DemoSummary run() {
    view.status("Starting a Kafka broker and a schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary())) {
      TopicProvisioner.provision(cluster.bootstrapServers(), cluster.registryUrl(), LAYOUT);
      RegistrySchemas schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), REGISTRY_PATIENCE);
      World world = new World(WorldSpec.standard(), options.seed());
      InstantSource clock = InstantSource.system();
      try (RecordPublisher publisher =
              new RecordPublisher(cluster.bootstrapServers(), schemas, LAYOUT.prefix());
          RecordReader reader =
              new RecordReader(
                  cluster.bootstrapServers(), schemas, LAYOUT.prefix(), ClosedLoop.WATCHED);
          AppGroup apps = new AppGroup()) {
        view.status(
            "Publishing " + world.users().size() + " users and " + world.appearedBy(0) + " items");
        ClosedLoop.populate(world, publisher, clock.millis());
        App trainer = startApps(cluster, apps);
        return play(new ClosedLoop(world, options.rate(), publisher, reader, clock), apps, trainer);
      }
    }
  }

  private App startApps(EmbeddedCluster cluster, AppGroup apps) {
    DemoApps settings = new DemoApps(cluster, LAYOUT.prefix(), options);
    view.status(
        "Starting " + settings.kinds().stream().map(AppKind::id).collect(Collectors.joining(", ")));
    App trainer = null;
    for (AppKind kind : settings.kinds()) {
      App app = apps.start(kind.create(settings.properties(kind)));
      trainer = kind == AppKind.TRAINER ? app : trainer;
    }
    apps.awaitReady(START_PATIENCE);
    return trainer;
  }

  private DemoSummary play(ClosedLoop loop, AppGroup apps, App trainer) {
    DemoReport report = new DemoReport(options, loop.curve(), loop.board());
    Freezer freezer = new Freezer(trainer, apps);
    Throughput throughput = new Throughput(loop.board());
    if (options.knowledge()) {
      view.status("Waiting for knowledge about the items");
      awaitKnowledge(loop, apps);
    }
    loop.begin();
    long length = options.length().toSeconds();
    long shownAt = 0;
    while (loop.second() < length) {
      loop.turn(true);
      if (options.freezeTrainer() && loop.board().modelsReleased() > 0) {
        freezer.freeze();
      }
      long now = System.nanoTime();
      if (now - shownAt > VIEW_EVERY_NANOS) {
        shownAt = now;
        apps.requireAlive();
        throughput.look(now);
        view.show(report.snapshot(loop.second(), throughput.perSecond(), apps.states()));
      }
    }
    finish(loop);
    return report.summary();
  }

  private static void awaitKnowledge(ClosedLoop loop, AppGroup apps) {
    long giveUp = System.nanoTime() + KNOWLEDGE_PATIENCE.toNanos();
    while (!loop.itemsKnown()) {
      loop.turn(false);
      apps.requireAlive();
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "Knowledge about the items is not there within "
                + KNOWLEDGE_PATIENCE.toMinutes()
                + " minutes: "
                + loop.board().knowledgeRecords()
                + " records accepted. Apps: "
                + String.join(", ", apps.states()));
      }
    }
  }

  private static void finish(ClosedLoop loop) {
    long giveUp = System.nanoTime() + LAST_SCORES_PATIENCE.toNanos();
    while (!loop.settled() && System.nanoTime() < giveUp) {
      loop.turn(false);
    }
  }

  /** Stops the trainer once, off the loop's thread. */
  private static final class Freezer {
    private final App trainer;
    private final AppGroup apps;
    private boolean frozen;

    Freezer(App trainer, AppGroup apps) {
      this.trainer = trainer;
      this.apps = apps;
    }

    void freeze() {
      if (!frozen) {
        frozen = true;
        Thread closing = new Thread(() -> apps.stop(trainer), "freeze-trainer");
        closing.setDaemon(true);
        closing.start();
      }
    }
  }

  /** Scores a second over the last few seconds. */
  private static final class Throughput {
    private final Scoreboard board;
    private long since = System.nanoTime();
    private long scoresThen;
    private double perSecond;

    Throughput(Scoreboard board) {
      this.board = board;
    }

    void look(long now) {
      if (now - since >= RATE_EVERY_NANOS) {
        perSecond = (board.scores() - scoresThen) / ((now - since) / NANOS);
        scoresThen = board.scores();
        since = now;
        board.forgetRecent();
      }
    }

    double perSecond() {
      return perSecond;
    }
  }
}
