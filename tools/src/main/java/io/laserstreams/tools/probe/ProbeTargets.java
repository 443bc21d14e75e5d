package io.laserstreams.tools.probe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.TopicPartitions;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import io.laserstreams.tools.client.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Waits for the topics and schemas that a probe needs: provisioning creates them one after the
 * other.
 */
final class ProbeTargets {
  private final AppConfig config;
  private final Schemas schemas;
  private final Deadline deadline;
  private volatile String lastAnswer = "no answer";

  ProbeTargets(AppConfig config, Schemas schemas, Deadline deadline) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
  }

  /**
   * @throws UserException naming what is missing at the deadline, or that the registry does not
   *     answer
   */
  void await() {
    awaitTopics();
    awaitSchemas();
  }

  private void awaitTopics() {
    Set<String> wanted =
        Stream.of(Topic.IMPRESSIONS, Topic.SCORES, Topic.DEAD_LETTERS)
            .map(config::topic)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Object> properties = config.clients().admin();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, deadline.leftMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, deadline.leftMillis());
    Admin admin = Admin.create(properties);
    try {
      Set<String> missing = new TreeSet<>(wanted);
      missing.removeAll(found(admin, wanted));
      while (!missing.isEmpty()) {
        if (deadline.isOver()) {
          throw new UserException(
              "These topics are still missing at "
                  + config.bootstrapServers()
                  + " after "
                  + deadline.patience().toSeconds()
                  + " s: "
                  + missing
                  + ". Check --prefix, or create them with: laser topics apply");
        }
        deadline.pause();
        missing.removeAll(found(admin, wanted));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static Set<String> found(Admin admin, Set<String> wanted) {
    try {
      return TopicPartitions.of(admin, wanted).keySet();
    } catch (RetriableException e) {
      return Set.of(); // Topics that are missing at the deadline are reported then.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while looking for topics", e);
    }
  }

  /** Asks on another thread: a registry may stay silent beyond the deadline. */
  private void awaitSchemas() {
    CompletableFuture<Void> known =
        CompletableFuture.runAsync(
            () -> {
              while (!areKnown()) {
                if (deadline.isOver()) {
                  throw late();
                }
                deadline.pause();
              }
            });
    try {
      known.get(deadline.leftMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking the schema registry", e);
    }
  }

  private UserException late() {
    return new UserException(
        "The schema registry at "
            + config.schemaRegistryAddress()
            + " does not return the schemas within "
            + deadline.patience().toSeconds()
            + " s: "
            + lastAnswer);
  }

  private boolean areKnown() {
    try {
      for (Topic topic : new Topic[] {Topic.IMPRESSIONS, Topic.SCORES}) {
        schemas.id(topic.subjectOn(config.topicPrefix()), topic.schema().orElseThrow());
      }
      return true;
    } catch (RegistryUnavailableException e) {
      lastAnswer = e.answer();
      if (e.refusesCredentials()) {
        throw new UserException(
            "The schema registry at " + config.schemaRegistryAddress() + " refuses: " + e.answer(),
            e);
      }
    } catch (UnregisteredSchemaException e) {
      lastAnswer = Causes.of(e);
    }
    return false;
  }
}
