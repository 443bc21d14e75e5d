package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schema ids from a registry that speaks Confluent's REST API. An unreachable registry is asked again with growing pauses until
 * {@code patience} is over; a registry that answers "no such id" is believed.
 */
public final class RegistrySchemas implements Schemas {
  private static final Logger log = LoggerFactory.getLogger(RegistrySchemas.class);
  private static final int CACHED_SCHEMAS = 1000;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;
  /** What the client says of a schema that the registry has in another format, such as JSON or Protobuf: it is no outage. */
  private static final String NOT_AVRO = "Invalid schema ";
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  /** The client's own minute is longer than a stream thread should hang. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final SchemaRegistryClient client;
  private final boolean register;
  private final Duration patience;
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  RegistrySchemas(SchemaRegistryClient client, boolean register, Duration patience) {
    this.client = requireNonNull(client, "client is null");
    this.register = register;
    this.patience = requireNonNull(patience, "patience is null");
  }

  /** Looks schemas up and never registers one: the setting for apps. */
  public static RegistrySchemas lookingUp(String url, Duration patience) {
    return new RegistrySchemas(client(url), false, patience);
  }

  /** Registers unknown schemas: the setting for provisioning and for demonstrations. */
  public static RegistrySchemas registering(String url, Duration patience) {
    return new RegistrySchemas(client(url), true, patience);
  }

  /** The plain client for provisioning tools. */
  public static SchemaRegistryClient client(String url) {
    return client(url, ANSWER_TIMEOUT);
  }

  /** @param answer how long a registry may say nothing before it counts as down */
  static SchemaRegistryClient client(String url, Duration answer) {
    int millis = (int) answer.toMillis();
    return new CachedSchemaRegistryClient(List.of(requireNonNull(url, "url is null").split(",")), CACHED_SCHEMAS,
        Map.of(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, millis, SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, millis));
  }

  /**
   * Whether it is the registry that says that it knows no such subject, version or schema, by its error codes 404xx. A 404 without one
   * comes from something else at that address.
   */
  public static boolean saysUnknown(RestClientException e) {
    return e.getStatus() == NOT_FOUND && e.getErrorCode() / 100 == NOT_FOUND;
  }

  /** What to tell people about an answer of 404 that is not the registry's, see {@link #saysUnknown}; else what it says. */
  public static String explain(Exception e) {
    return e instanceof RestClientException refused && refused.getStatus() == NOT_FOUND && !saysUnknown(refused)
        ? "it answers 404, so this is not the address of its Confluent API; that may end in a path, as in http://host:8080/apis/ccompat/v7"
        : e.toString();
  }

  @Override
  public int id(String subject, Schema schema) {
    Integer known = ids.get(subject);
    if (known != null) {
      return known;
    }
    AvroSchema avro = new AvroSchema(schema);
    int id = ask("id of " + schema.getFullName() + " under " + subject, () -> {
      try {
        return register ? client.register(subject, avro) : client.getId(subject, avro);
      } catch (RestClientException e) {
        if (saysUnknown(e)) {
          throw new UnregisteredSchemaException("Schema " + schema.getFullName() + " is not registered under subject " + subject
              + ". Register it with: laser topics apply", e);
        }
        throw e;
      }
    });
    ids.put(subject, id);
    return id;
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Schema schema = ask("schema with id " + id, () -> {
      try {
        return (Schema) client.getSchemaById(id).rawSchema();
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).startsWith(NOT_AVRO)) {
          throw new UnreadableRecordException("The schema with id " + id + " is not in Avro", e);
        }
        throw e;
      } catch (RestClientException e) {
        if (saysUnknown(e)) {
          throw new UnreadableRecordException("The schema registry knows no schema with id " + id, e);
        }
        throw e;
      }
    });
    schemas.put(id, schema);
    return schema;
  }

  private <T> T ask(String question, Callable<T> call) {
    long giveUp = System.nanoTime() + patience.toNanos();
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return call.call();
      } catch (IOException | RestClientException e) {
        if (e instanceof RestClientException refused && refused.getStatus() == UNPROCESSABLE) {
          throw new UnregisteredSchemaException("The schema registry refuses the " + question + ": " + e.getMessage(), e);
        }
        if (System.nanoTime() > giveUp) {
          throw new RegistryUnavailableException(
              "The schema registry did not tell the " + question + " within " + patience + ": " + explain(e), e);
        }
        if (pause == FIRST_PAUSE_MS) {
          log.warn("Schema registry: cannot get the {} ({}), asking again for {}", question, explain(e), patience);
        }
        pause(pause);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("Interrupted while waiting for the schema registry", e);
    }
  }
}
