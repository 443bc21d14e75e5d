package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.scoring.ScoringApp;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.dataset.Catalogue;
import io.laserstreams.tools.features.DiffReport;
import io.laserstreams.tools.features.FeatureLog;
import io.laserstreams.tools.features.FeatureLogReader;
import io.laserstreams.tools.features.Recomputation;
import io.laserstreams.tools.features.Sampling;
import io.laserstreams.trainer.TrainerApp;
import io.laserstreams.trainer.continuous.ContinuousTrainer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a dataset through a real broker and the real apps, and checks the score topic against the
 * raw files and, with a pinned model, against offline evaluation of the same bundle.
 */
final class OnlineReplay {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** Well below {@link ReplayApps#TASK_IDLE_MS}. */
  private static final Duration STAYS_OPEN = Duration.ofSeconds(4);

  private static final Duration START_PATIENCE = Duration.ofMinutes(3);

  private final ReplaySettings settings;
  private final Dataset data;
  private final ReplayKnowledge knowledge;
  private final Serving serving;
  private final OfflineReference offline;
  private final PrintWriter out;

  /**
   * @param data what to replay
   * @param known knowledge about its items
   */
  OnlineReplay(
      ReplaySettings settings,
      Dataset data,
      ReplayKnowledge known,
      Serving serving,
      OfflineReference offline,
      PrintWriter out) {
    this.settings = requireNonNull(settings, "settings is null");
    this.data = requireNonNull(data, "data is null");
    this.knowledge = requireNonNull(known, "known is null");
    this.serving = requireNonNull(serving, "serving is null");
    this.offline = requireNonNull(offline, "offline is null");
    this.out = requireNonNull(out, "out is null");
  }

  ReplayResult run() {
    ReplayPlan plan = ReplayPlan.of(data);
    int played = Math.min(settings.limit(), plan.impressions().size());
    ScoreCheck check =
        new ScoreCheck(plan, played, serving.pinnedVersion(), serving.spec().eventsRead());
    OnlineResult online =
        online(
            new Catalogue(data),
            new ReplayDriver(
                plan,
                played,
                new InFlightWindow(
                    settings.inFlight(),
                    settings.partitions(),
                    SETTLE.toNanos(),
                    STAYS_OPEN.toNanos()),
                check));
    boolean testOnly = played > plan.testFrom() && !settings.compareAll();
    int from = testOnly ? plan.testFrom() : 0;
    return new ReplayResult(plan, from, played, check, online, offlineLogits(plan, from, played));
  }

  /** Those of the pinned model; null without one. */
  private @Nullable Map<String, double[]> offlineLogits(ReplayPlan plan, int from, int played) {
    if (!(serving instanceof Serving.Pinned pinned)) {
      return null;
    }
    out.println("Offline evaluation of the same bundle, from the raw files");
    int firstSample = plan.samplesBefore(from);
    return offline.logits(
        pinned.bundle(), played, firstSample, plan.samplesBefore(played) - firstSample);
  }

  private OnlineResult online(Catalogue catalogue, ReplayDriver driver) {
    out.println("Starting a Kafka broker and a schema registry");
    try (EmbeddedCluster cluster =
        EmbeddedCluster.start(
            EmbeddedCluster.Settings.temporary().withDirectory(settings.workDirectory()))) {
      Layout layout = Layout.standard().withPrefix(prefix()).withPartitions(settings.partitions());
      TopicProvisioner.provision(cluster.bootstrapServers(), cluster.registryUrl(), layout);
      RegistrySchemas schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), REGISTRY_PATIENCE);
      ReplayApps appSettings = new ReplayApps(cluster, prefix(), settings);
      try (RecordPublisher publisher =
              new RecordPublisher(cluster.bootstrapServers(), schemas, prefix());
          RecordReader scores = reader(cluster, schemas, Topic.SCORES);
          AppGroup apps = new AppGroup()) {
        out.println(
            "Publishing " + catalogue.users() + " users and " + catalogue.items() + " items");
        catalogue.publish(publisher);
        int known = provideKnowledge(cluster, schemas, publisher, appSettings, apps);
        out.println("Starting scoring with " + serving.describe());
        ScoringApp scoring = apps.start(new ScoringApp(appSettings.scoring(serving)));
        TrainerLag lag =
            serving instanceof Serving.Trained trained
                ? lag(apps.start(new TrainerApp(appSettings.trainer(trained))))
                : TrainerLag.none();
        apps.awaitReady(START_PATIENCE);
        EpochGate gate = gate(scoring);
        driver.run(publisher, scores, apps, gate, lag, new StreamTimeTicks(settings.partitions()));
        DiffReport diff =
            settings.featuresDiff() ? diff(cluster, schemas, apps, driver.played()) : null;
        return new OnlineResult(
            driver.seconds(),
            driver.latencyMillis(50),
            driver.latencyMillis(99),
            known,
            count(reader(cluster, schemas, Topic.DEAD_LETTERS)),
            gate.epochs(),
            gate.waitedSeconds(),
            diff);
      }
    }
  }

  /** Returns the number of items with knowledge. */
  private int provideKnowledge(
      EmbeddedCluster cluster,
      RegistrySchemas schemas,
      RecordPublisher publisher,
      ReplayApps appSettings,
      AppGroup apps) {
    FeatureSpec.Encoder encoder = serving.spec().itemEncoder();
    if (encoder == null) {
      return 0;
    }
    Map<String, String> texts = knowledge.of(data.items().keySet());
    if (knowledge.vectors() != null) {
      ReplayKnowledge.publish(texts, knowledge.vectors(), encoder.id(), publisher);
    } else {
      out.println("Starting knowledge and worker, which write about " + texts.size() + " items");
      try (RecordReader accepted = reader(cluster, schemas, Topic.KNOWLEDGE_ITEMS)) {
        KnowledgeLoader.load(texts, encoder, cluster.directory(), appSettings, apps, accepted);
      }
    }
    return texts.size();
  }

  private EpochGate gate(ScoringApp scoring) {
    StreamingSettings features = serving.features();
    if (features == null) {
      return EpochGate.open();
    }
    Gauge published = scoring.meters().get(FeatureEngine.INTERACTIONS).gauge();
    FunctionCounter capped = scoring.meters().get(FeatureEngine.EVENTS_CAPPED).functionCounter();
    return new EpochGate(
        features.epochMillis(),
        features.shownValue() != null,
        () -> published.value() + capped.count());
  }

  private TrainerLag lag(TrainerApp trainer) {
    Counter consumed = trainer.meters().get(ContinuousTrainer.SAMPLES).counter();
    return new TrainerLag(settings.trainerLag(), consumed::count);
  }

  private DiffReport diff(
      EmbeddedCluster cluster, RegistrySchemas schemas, AppGroup apps, int samples) {
    out.println(
        "Computing the streaming features of all samples again, once the last attribution windows"
            + " have closed");
    SampleWait.await(samples, reader(cluster, schemas, Topic.SAMPLES), apps);
    List<ModelBundle> bundles =
        serving instanceof Serving.Pinned pinned ? List.of(pinned.bundle()) : List.of();
    FeatureLog log =
        new FeatureLogReader(
                topic -> reader(cluster, schemas, topic),
                new RecordRules(EventTimeKeys.read(ReplayApps.ANY_TIME)),
                InstantSource.system())
            .read(bundles, Sampling.ALL);
    return new Recomputation(log).compare();
  }

  private String prefix() {
    return "replay-" + data.name() + ".";
  }

  private RecordReader reader(EmbeddedCluster cluster, RegistrySchemas schemas, Topic topic) {
    return new RecordReader(cluster.bootstrapServers(), schemas, prefix(), Set.of(topic));
  }

  private long count(RecordReader reader) {
    try (reader) {
      return reader.pollToEnd().size();
    }
  }
}
