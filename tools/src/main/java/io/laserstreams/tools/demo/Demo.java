package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.apps.StopSignal;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.demo.Showcase.Slate;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldSpec;
import io.laserstreams.tools.explain.ExplainOptions;
import io.laserstreams.tools.explain.Explainer;
import io.laserstreams.tools.output.JsonFile;
import io.laserstreams.tools.output.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings the whole system up in this JVM, lets a simulated world play against it, and takes it down
 * again, in order also if a signal stops it.
 */
public final class Demo {
  private static final Layout LAYOUT = Layout.standard().withPrefix("demo.").withPartitions(2);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration KNOWLEDGE_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LAST_SCORES_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SAMPLE_PATIENCE = Duration.ofSeconds(30);
  private static final int EFFECTS = 5;
  private static final long VIEW_INTERVAL_NANOS = 250_000_000L;

  private final DemoOptions options;
  private final PrintStream out;

  public Demo(DemoOptions options, PrintStream out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Runs to the end, or until a signal, and reports.
   *
   * @return whether every impression has exactly one score
   */
  public boolean run() throws IOException {
    try (StopSignal stop = StopSignal.install()) {
      try {
        Played played = played(stop);
        DemoSummary summary = played.summary();
        DemoReport.text(summary).forEach(out::println);
        played.story().forEach(out::println);
        if (options.json() != null) {
          JsonFile.write(options.json(), summary);
          out.println("Summary in " + options.json());
        }
        DemoReport.next().forEach(out::println);
        return summary.scores() > 0 && summary.unanswered() == 0 && summary.duplicateScores() == 0;
      } catch (RuntimeException e) {
        if (!stop.requested()) {
          throw e;
        }
        out.println("Stopped.");
        return false;
      }
    }
  }

  /**
   * @param story what was learnt, shown by one user's slate
   */
  private record Played(DemoSummary summary, List<String> story) {}

  private Played played(StopSignal stop) {
    boolean lines = options.headless() || !Terminal.isPresent();
    try (DemoView view = lines ? new LineView(out) : new ScreenView(out)) {
      return play(view, stop);
    }
  }

  private Played play(DemoView view, StopSignal stop) {
    view.status("Starting a Kafka broker and a schema registry");
    try (EmbeddedCluster cluster =
        EmbeddedCluster.start(EmbeddedCluster.Settings.temporary().withoutShutdownHook())) {
      stop.check();
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
        App trainer = startApps(cluster, apps, view);
        apps.awaitReady(START_PATIENCE, stop);
        ClosedLoop loop = new ClosedLoop(world, options.rate(), publisher, reader, clock);
        if (options.knowledge() && options.languageModel() == null) {
          awaitKnowledge(loop, apps, view, stop);
        }
        DemoSummary summary = play(loop, apps, new TrainerFreeze(trainer, apps), view, stop);
        return new Played(summary, story(world, loop, cluster, view, stop));
      }
    }
  }

  /** Returns the trainer. */
  private App startApps(EmbeddedCluster cluster, AppGroup apps, DemoView view) {
    DemoApps settings = new DemoApps(cluster, LAYOUT.prefix(), options);
    view.status(
        "Starting " + settings.kinds().stream().map(AppKind::id).collect(Collectors.joining(", ")));
    Map<AppKind, App> started = new HashMap<>();
    for (AppKind kind : settings.kinds()) {
      started.put(kind, apps.start(kind.create(settings.properties(kind))));
    }
    return requireNonNull(started.get(AppKind.TRAINER), "no trainer");
  }

  private static void awaitKnowledge(
      ClosedLoop loop, AppGroup apps, DemoView view, StopSignal stop) {
    long giveUp = System.nanoTime() + KNOWLEDGE_PATIENCE.toNanos();
    long said = -1;
    while (!loop.itemsKnown()) {
      long quarters = 4 * loop.known() / loop.itemsToKnow();
      if (quarters > said) {
        said = quarters;
        view.status(
            "Waiting for knowledge about the items: %d of %d"
                .formatted(loop.known(), loop.itemsToKnow()));
      }
      stop.check();
      loop.turn(false);
      apps.requireAlive();
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "Knowledge about the items is incomplete after "
                + KNOWLEDGE_PATIENCE.toMinutes()
                + " minutes: "
                + loop.known()
                + " records accepted. Apps: "
                + String.join(", ", apps.states()));
      }
    }
  }

  private DemoSummary play(
      ClosedLoop loop, AppGroup apps, TrainerFreeze trainer, DemoView view, StopSignal stop) {
    DemoReport report =
        new DemoReport(
            options,
            loop.curve(),
            loop.board(),
            loop.notebook(),
            DemoApps.firstModel(options.rate(), WorldSpec.standard().shown()));
    Throughput throughput = new Throughput(loop.board());
    loop.begin();
    long length = options.length().toSeconds();
    long shownAt = 0;
    while (loop.second() < length) {
      stop.check();
      loop.turn(true);
      if (options.freezeTrainer() && loop.board().modelsReleased() > 0) {
        trainer.freeze();
      }
      long now = System.nanoTime();
      if (now - shownAt > VIEW_INTERVAL_NANOS) {
        shownAt = now;
        apps.requireAlive();
        throughput.update(now);
        view.show(report.snapshot(loop.second(), throughput.perSecond(), apps.states()));
      }
    }
    loop.repeatShowcase();
    settle(loop);
    return report.summary();
  }

  /** One user's slate before and after, and why its first item is first. */
  private static List<String> story(
      World world, ClosedLoop loop, EmbeddedCluster cluster, DemoView view, StopSignal stop) {
    List<String> story = new ArrayList<>(ShowcaseReport.text(world, loop.showcase()));
    Slate after = loop.showcase().after().orElse(null);
    if (after == null || after.model() == null) {
      return story;
    }
    view.status("Explaining a score");
    long giveUp = System.nanoTime() + SAMPLE_PATIENCE.toNanos();
    while (!loop.repeatedIsSampled() && System.nanoTime() < giveUp) {
      stop.check();
      loop.turn(false);
    }
    story.add("");
    try {
      story.addAll(
          new Explainer(
                  new ExplainOptions(
                      new ClusterSettings(
                          null, cluster.bootstrapServers(), cluster.registryUrl(), LAYOUT.prefix()),
                      after.impressionId(),
                      null,
                      null,
                      after.order().get(0).itemId(),
                      EFFECTS,
                      null))
              .effects());
    } catch (UserException e) {
      story.add("No explanation of a score: " + e.getMessage());
    }
    return story;
  }

  private static void settle(ClosedLoop loop) {
    long giveUp = System.nanoTime() + LAST_SCORES_PATIENCE.toNanos();
    while (!loop.settled() && System.nanoTime() < giveUp) {
      loop.turn(false);
    }
  }
}
