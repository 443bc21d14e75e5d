package io.laserstreams.runtime.registry;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry for an app's schemas before it starts, so that its threads meet HTTP only if a
 * producer uses a schema that this build does not know. Waits while the registry is down or schemas
 * are missing, and reports the last answer each time it changes.
 */
public final class SchemaWait {
  private static final Logger log = LoggerFactory.getLogger(SchemaWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AppConfig config;
  private final Schemas schemas;
  private final Consumer<String> waitingFor;

  /**
   * @param waitingFor receives in words what the wait is for, for the app's health
   */
  public SchemaWait(AppConfig config, Schemas schemas, Consumer<String> waitingFor) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null").askedOnce();
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
  }

  /**
   * Returns once the registry has told the schemas.
   *
   * @param sinks topics that the app writes: their schemas must be registered
   * @param sources topics that it reads, perhaps with other schemas than this build's
   * @throws ConfigException if the registry refuses the credentials
   */
  public void untilKnown(Set<String> sinks, Set<String> sources) throws InterruptedException {
    waitingFor.accept("waiting for the schema registry at " + config.schemaRegistryAddress());
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
        if (e.refusesCredentials()) {
          throw new ConfigException(
              "Configuration key "
                  + CommonConfig.SCHEMA_REGISTRY_URL
                  + " has the value '"
                  + config.schemaRegistryAddress()
                  + "', and "
                  + e.answer());
        }
        waiting =
            "waiting for the schema registry at "
                + config.schemaRegistryAddress()
                + " ("
                + e.answer()
                + ")";
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
