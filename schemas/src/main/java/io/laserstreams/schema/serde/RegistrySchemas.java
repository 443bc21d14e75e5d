package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.registry.RegistryAnswers;
import io.laserstreams.schema.registry.RegistryClient;
import io.laserstreams.schema.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schema ids from a registry that speaks Confluent's REST API. An unreachable registry is asked
 * again with growing pauses until {@code patience} is over; a registry that answers "no such id" is
 * believed.
 */
public final class RegistrySchemas implements Schemas {
  private static final Logger log = LoggerFactory.getLogger(RegistrySchemas.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  private final RegistryClient client;
  private final boolean register;
  private final Duration patience;
  private final Map<String, Integer> ids;
  private final Map<Integer, Schema> schemas;

  RegistrySchemas(RegistryClient client, boolean register, Duration patience) {
    this(client, register, patience, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  private RegistrySchemas(
      RegistryClient client,
      boolean register,
      Duration patience,
      Map<String, Integer> ids,
      Map<Integer, Schema> schemas) {
    this.ids = ids;
    this.schemas = schemas;
    this.client = requireNonNull(client, "client is null");
    this.register = register;
    this.patience = requireNonNull(patience, "patience is null");
  }

  /** Looks schemas up and never registers one: the setting for apps. */
  public static RegistrySchemas lookingUp(String url, Duration patience) {
    return new RegistrySchemas(RegistryClient.at(url), false, patience);
  }

  /** Registers unknown schemas: the setting for provisioning and for demonstrations. */
  public static RegistrySchemas registering(String url, Duration patience) {
    return new RegistrySchemas(RegistryClient.at(url), true, patience);
  }

  @Override
  public Schemas askedOnce() {
    return new RegistrySchemas(client, register, Duration.ZERO, ids, schemas);
  }

  @Override
  public int id(String subject, Schema schema) {
    Integer known = ids.get(subject);
    if (known != null) {
      return known;
    }
    int id =
        ask(
            "id of " + schema.getFullName() + " under " + subject,
            "/subjects/" + subject,
            () -> {
              try {
                return register ? client.register(subject, schema) : client.id(subject, schema);
              } catch (RegistryException e) {
                if (e.saysUnknown()) {
                  throw new UnregisteredSchemaException(
                      "Schema "
                          + schema.getFullName()
                          + " is not registered under subject "
                          + subject
                          + ". Register it with: laser topics apply",
                      e);
                }
                throw e;
              }
            });
    schemas.putIfAbsent(id, schema);
    ids.put(subject, id);
    return id;
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Schema schema =
        ask(
            "schema with id " + id,
            "/schemas/ids/" + id,
            () -> {
              try {
                return client.schema(id);
              } catch (SchemaParseException e) {
                throw new UnreadableRecordException(
                    "The schema with id " + id + " is not in Avro", e);
              } catch (RegistryException e) {
                if (e.saysUnknown()) {
                  throw new UnreadableRecordException(
                      "The schema registry knows no schema with id " + id, e);
                }
                throw e;
              }
            });
    schemas.put(id, schema);
    return schema;
  }

  private <T> T ask(String question, String path, Callable<T> call) {
    long giveUp = System.nanoTime() + patience.toNanos();
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return call.call();
      } catch (IOException | RegistryException e) {
        if (e instanceof RegistryException refused && refused.refusesSchema()) {
          throw new UnregisteredSchemaException(
              "The schema registry refuses the " + question + ": " + e.getMessage(), e);
        }
        String answer = RegistryAnswers.describe(e, path);
        if (System.nanoTime() >= giveUp) {
          throw new RegistryUnavailableException(
              "The schema registry did not tell the "
                  + question
                  + " within "
                  + patience
                  + ": "
                  + answer,
              answer,
              e);
        }
        if (pause == FIRST_PAUSE_MS) {
          log.warn(
              "Schema registry: cannot get the {} ({}), asking again for {}",
              question,
              answer,
              patience);
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
      throw new RegistryUnavailableException(
          "Interrupted while waiting for the schema registry", e);
    }
  }
}
