package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.BrokerContact;
import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.registry.RegistryClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Makes a cluster and its schema registry match the catalogue of topics ({@link
 * io.laserstreams.schema.Topic}): topics, their configuration, schemas with their compatibility,
 * and the workers' share group. Applying it again changes nothing.
 */
public final class TopicProvisioner implements AutoCloseable {
  private static final Map<String, Object> PATIENCE =
      Map.of("default.api.timeout.ms", 20_000, "request.timeout.ms", 10_000);

  private final Map<String, Object> client;
  private final Admin admin;
  private final String registryUrl;
  private final RegistryClient registry;
  private final Layout layout;

  private TopicProvisioner(Map<String, Object> client, String registryUrl, Layout layout) {
    this.client = client;
    this.registryUrl = registryUrl;
    this.layout = layout;
    this.admin = admin(client);
    this.registry = RegistryClient.at(registryUrl);
  }

  /**
   * @param client configuration of Kafka clients: {@code bootstrap.servers} and what security needs
   * @param registryUrl the registry's Confluent API
   */
  public static TopicProvisioner connect(Map<String, ?> client, String registryUrl, Layout layout) {
    requireNonNull(layout, "layout is null");
    Map<String, Object> config = new HashMap<>(PATIENCE);
    config.putAll(client);
    return new TopicProvisioner(config, registryUrl, layout);
  }

  private static Admin admin(Map<String, Object> client) {
    try {
      return Admin.create(client);
    } catch (KafkaException e) {
      throw noBroker(client, e);
    }
  }

  private static UserException noBroker(Map<String, Object> client, KafkaException cause) {
    return new UserException(
        "No broker answers at "
            + client.get("bootstrap.servers")
            + " ("
            + new BrokerContact(client).outage(cause)
            + ")",
        cause);
  }

  /** Plans and applies in one call, for demonstrations and tests. */
  public static void provision(String bootstrapServers, String registryUrl, Layout layout) {
    try (TopicProvisioner provisioner =
        connect(Map.of("bootstrap.servers", bootstrapServers), registryUrl, layout)) {
      provisioner.apply(provisioner.plan(), step -> {});
    }
  }

  /**
   * Compares the cluster with the catalogue and changes nothing.
   *
   * @throws UserException if the broker is too old or does not answer, a topic has another
   *     partition count, or a registered schema is incompatible
   */
  public Plan plan() {
    BrokerFeatures features = features();
    features.requireSupported();
    List<Plan.Step> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    // The group comes first: a worker that waits for the topics must not start with the broker's
    // defaults.
    if (features.supportsShareGroups()) {
      steps.addAll(new WorkerGroupPlanner(admin, layout.applicationId("worker")).plan());
    } else {
      notes.add(
          "The brokers have no share groups (share.version 0): knowledge workers use a consumer"
              + " group, in which no more of them work than there are partitions.");
    }
    steps.addAll(new TopicPlanner(admin, layout).plan());
    steps.addAll(new SchemaPlanner(registry, registryUrl, layout.prefix()).plan());
    return new Plan(steps, notes);
  }

  private BrokerFeatures features() {
    try {
      return BrokerFeatures.describe(admin);
    } catch (KafkaException e) {
      throw noBroker(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking the broker for its features", e);
    }
  }

  /**
   * Applies a plan and returns when the brokers show its changes.
   *
   * @param done receives each step after it was applied
   */
  public void apply(Plan plan, Consumer<Plan.Step> done) {
    for (Plan.Step step : plan.steps()) {
      step.action().run();
      done.accept(step);
    }
    new TopicPlanner(admin, layout).awaitVisible();
  }

  @Override
  public void close() {
    admin.close();
  }
}
