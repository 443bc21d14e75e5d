package io.laserstreams.systemtests.support;

import io.laserstreams.cli.apps.AppGroup;
import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.cli.cluster.Cluster;
import io.laserstreams.cli.topics.Layout;
import io.laserstreams.cli.topics.TopicProvisioner;
import io.laserstreams.runtime.App;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** One system under a topic prefix of its own, as its users see it: apps to start, topics to write and to read. */
public final class LaserSystem implements AutoCloseable {
  private final Cluster cluster;
  private final String prefix;
  private final Path state;
  private final Schemas schemas;
  private final RecordPublisher publisher;
  private final AppGroup apps = new AppGroup();

  /** Provisions the topics. */
  public LaserSystem(Cluster cluster, String prefix, Path state) {
    this.cluster = cluster;
    this.prefix = prefix;
    this.state = state;
    TopicProvisioner.provision(cluster.bootstrapServers(), cluster.registryUrl(),
        Layout.standard().withPrefix(prefix).withPartitions(2));
    this.schemas = RegistrySchemas.lookingUp(cluster.registryUrl(), Await.PATIENCE);
    this.publisher = new RecordPublisher(cluster.bootstrapServers(), schemas, prefix);
  }

  /** Configuration of an app of this system, with {@code more} on top. */
  public Map<String, String> properties(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(Map.of(
        "bootstrap.servers", cluster.bootstrapServers(),
        "schema.registry.url", cluster.registryUrl(),
        "topic.prefix", prefix,
        "state.dir", state.toString(),
        "http.port", "0"));
    properties.putAll(more);
    return properties;
  }

  /** Starts an app in this process and returns when it does its work. */
  public App start(AppKind kind, Map<String, String> more) {
    App app = apps.start(kind.create(properties(more)));
    apps.awaitReady(Await.PATIENCE);
    return app;
  }

  public String topic(Topic topic) {
    return topic.on(prefix);
  }

  public Cluster cluster() {
    return cluster;
  }

  public Schemas schemas() {
    return schemas;
  }

  public String prefix() {
    return prefix;
  }

  public void send(Topic topic, String key, SpecificRecord value) {
    publisher.send(topic, key, value);
    publisher.flush();
  }

  /** Sends without waiting; see {@link #flush}. */
  public void later(Topic topic, String key, SpecificRecord value) {
    publisher.send(topic, key, value);
  }

  public void flush() {
    publisher.flush();
  }

  public void item(String id, String title, String category) {
    send(Topic.ITEMS, id, new Item(id, title, "", List.of(category), Map.of(), 0L));
  }

  public void click(String id, String user, String item, long eventTime) {
    send(Topic.INTERACTIONS, user, new Interaction(id, user, item, eventTime, InteractionKind.CLICK, null, null, null));
  }

  public void impression(String id, String user, long eventTime, String... candidates) {
    send(Topic.IMPRESSIONS, user, impressionOf(id, user, eventTime, candidates));
  }

  public static Impression impressionOf(String id, String user, long eventTime, String... candidates) {
    return new Impression(id, user, eventTime, List.of(candidates), Map.of(), null);
  }

  /** Asks and waits for the answer. */
  public ScoredSlate score(String id, String user, long eventTime, String... candidates) {
    impression(id, user, eventTime, candidates);
    return scores(1, id).get(0);
  }

  /** Scores whose impression id begins with {@code ids}, once there are {@code atLeast} of them; also those that are too many. */
  public List<ScoredSlate> scores(int atLeast, String ids) {
    List<ScoredSlate> found = new ArrayList<>();
    try (RecordReader reader = reader(Topic.SCORES)) {
      Runnable poll = () -> reader.poll(Duration.ofMillis(300)).stream().map(received -> reader.value(received, ScoredSlate.class))
          .filter(slate -> slate.getImpressionId().startsWith(ids)).forEach(found::add);
      Await.until(atLeast + " scores of " + ids, () -> {
        poll.run();
        return found.size() >= atLeast;
      });
      poll.run();
    }
    return found;
  }

  /** Records of a topic from its beginning, once there are {@code atLeast}. */
  public <T extends SpecificRecord> List<T> records(Topic topic, Class<T> type, int atLeast) {
    List<T> found = new ArrayList<>();
    try (RecordReader reader = reader(topic)) {
      Await.until(atLeast + " records on " + topic.on(prefix), () -> {
        reader.poll(Duration.ofMillis(100)).forEach(received -> found.add(reader.value(received, type)));
        return found.size() >= atLeast;
      });
    }
    return found;
  }

  public RecordReader reader(Topic topic) {
    return new RecordReader(cluster.bootstrapServers(), schemas, prefix, Set.of(topic));
  }

  @Override
  public void close() {
    apps.close();
    publisher.close();
  }
}
