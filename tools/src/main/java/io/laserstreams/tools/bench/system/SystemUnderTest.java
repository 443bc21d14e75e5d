package io.laserstreams.tools.bench.system;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.config.ClientProperties;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.state.Folders;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.model.ModelNeeds;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import io.laserstreams.tools.client.RecordPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Topics of their own on the cluster, the process that answers on them, and the traffic that it
 * answers.
 */
public final class SystemUnderTest implements AutoCloseable {
  private final String name;
  private final BenchCluster cluster;
  private final SystemOptions options;
  private final Build build;
  private final String prefix;
  private final Function<AppProcess.Start, AppProcess> starter;
  private final Map<String, String> properties = new TreeMap<>();
  private final Traffic traffic;
  private AppProcess process;

  private SystemUnderTest(
      String name,
      BenchCluster cluster,
      SystemOptions options,
      Build build,
      Map<String, String> own,
      Function<AppProcess.Start, AppProcess> starter) {
    this.name = requireNonNull(name, "name is null");
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.options = requireNonNull(options, "options is null");
    this.build = requireNonNull(build, "build is null");
    this.starter = starter;
    this.prefix = name + ".";
    cluster.provision(prefix, options.partitions());
    properties.put(CommonConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers());
    properties.put(CommonConfig.SCHEMA_REGISTRY_URL, cluster.registryUrl());
    properties.put(CommonConfig.TOPIC_PREFIX, prefix);
    properties.put(CommonConfig.STATE_DIR, state().toString());
    properties.putAll(own);
    this.process = launch();
    this.traffic = new Traffic(cluster, prefix, options.load(), () -> this.process.requireAlive());
  }

  /**
   * Scoring with a model from a file.
   *
   * @param name unique on the cluster
   */
  public static SystemUnderTest scoring(
      String name, BenchCluster cluster, SystemOptions options, Build build, Path bundle) {
    Map<String, String> properties = settings(ModelBundle.read(bundle));
    properties.put(ScoringConfig.MODEL_BUNDLE, bundle.toAbsolutePath().toString());
    properties.putAll(options.settings());
    return new SystemUnderTest(name, cluster, options, build, properties, AppProcess::scoring);
  }

  /**
   * Scoring that follows the releases on its topic of models.
   *
   * @param model whose settings it gets
   */
  public static SystemUnderTest following(
      String name, BenchCluster cluster, SystemOptions options, Build build, ModelBundle model) {
    Map<String, String> properties = settings(model);
    properties.putAll(options.settings());
    return new SystemUnderTest(name, cluster, options, build, properties, AppProcess::scoring);
  }

  private static Map<String, String> settings(ModelBundle model) {
    return new TreeMap<>(ModelNeeds.of(model.spec()).properties());
  }

  /**
   * A {@link BaselineTopology} instead of scoring, with those settings of scoring that every app on
   * Kafka Streams has.
   */
  public static SystemUnderTest baseline(
      String name, BenchCluster cluster, SystemOptions options, Build build, List<Writes> writes) {
    Map<String, String> properties = new TreeMap<>(options.settings());
    Set<String> known = BaselineTopology.definition().names();
    properties
        .keySet()
        .removeIf(key -> !known.contains(key) && !key.startsWith(ClientProperties.PREFIX));
    properties.put(BaselineTopology.WRITES, Writes.format(writes));
    return new SystemUnderTest(name, cluster, options, build, properties, AppProcess::topology);
  }

  private AppProcess launch() {
    return starter.apply(
        new AppProcess.Start(name, folder(), build, properties, options.heap(), options.appCpus()));
  }

  private Path folder() {
    return cluster.folder().resolve(name);
  }

  /** The folder of its state. */
  public Path state() {
    return folder().resolve("state");
  }

  public String name() {
    return name;
  }

  public Build build() {
    return build;
  }

  public Traffic traffic() {
    return traffic;
  }

  public AppProcess process() {
    return process;
  }

  public String topic(Topic topic) {
    return topic.on(prefix);
  }

  /** The consumer group, and the beginning of the names of changelogs. */
  public String applicationId() {
    return Layout.standard().withPrefix(prefix).applicationId(ScoringConfig.APP);
  }

  /** Sends all items, and returns when they are on the broker. */
  public void sendItems(SyntheticStream stream) {
    try (RecordPublisher publisher = publisher()) {
      for (int i = 0; i < options.load().items(); i++) {
        Item item = Slates.item(stream, Integer.toString(i));
        publisher.send(Topic.ITEMS, item.getItemId(), item);
      }
      publisher.flush();
    }
  }

  /** A publisher for any of its topics. */
  public RecordPublisher publisher() {
    return new RecordPublisher(cluster.bootstrapServers(), cluster.schemas(), prefix);
  }

  /** What it writes for a slate; sends slates for this long to find out. */
  public WrittenPerSlate writtenPerSlate(Duration window) {
    traffic.drain();
    try (WritesObserver observer = new WritesObserver(cluster, prefix, applicationId())) {
      observer.awaitQuiet();
      long before = traffic.answered();
      traffic.saturate(window);
      traffic.drain();
      return observer.observe(traffic.answered() - before);
    }
  }

  /** Starts the process again after it has ended. */
  public void restart() {
    process = launch();
  }

  /** Deletes its state while no process runs. */
  public void deleteState() {
    Folders.delete(state());
  }

  @Override
  public void close() {
    traffic.close();
    process.close();
  }
}
