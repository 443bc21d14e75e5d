package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry for the schemas of a topology before it starts, so that a stream thread meets HTTP only where a producer uses a
 * schema that this build does not know. A registry that is down and schemas that are missing are waited for.
 */
final class SchemaWait {
  private static final Logger log = LoggerFactory.getLogger(SchemaWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AppConfig config;
  private final Schemas schemas;
  private final Consumer<String> waitingFor;

  /** @param waitingFor is told in words what is waited for, for the app's health */
  SchemaWait(AppConfig config, Schemas schemas, Consumer<String> waitingFor) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
  }

  /**
   * Returns once the registry told the schemas.
   *
   * @param sinks topics that the topology writes: their schemas must be registered
   * @param sources topics that it reads, perhaps with other schemas than this build's
   */
  void untilKnown(Set<String> sinks, Set<String> sources) throws InterruptedException {
    for (Topic topic : Topic.values()) {
      String name = config.topic(topic);
      if (topic.schema().isPresent() && (sinks.contains(name) || sources.contains(name))) {
        untilKnown(topic, sinks.contains(name));
      }
    }
  }

  private void untilKnown(Topic topic, boolean written) throws InterruptedException {
    Schema schema = topic.schema().orElseThrow();
    String said = "";
    while (true) {
      String waiting;
      try {
        schemas.byId(schemas.id(topic.subjectOn(config.topicPrefix()), schema));
        return;
      } catch (UnregisteredSchemaException e) {
        if (!written) {
          return;
        }
        waiting = "waiting for a schema: " + e.getMessage();
      } catch (RegistryUnavailableException e) {
        waiting = "waiting for the schema registry at " + config.schemaRegistryUrl() + " (" + e.getMessage() + ")";
      }
      waitingFor.accept(waiting);
      if (!waiting.equals(said)) {
        said = waiting;
        log.warn("{}: {}", config.app(), waiting);
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
