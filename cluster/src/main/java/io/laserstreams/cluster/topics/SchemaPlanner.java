package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.registry.RegistryAnswers;
import io.laserstreams.schema.registry.RegistryClient;
import io.laserstreams.schema.registry.RegistryException;
import io.laserstreams.schema.registry.RegistryUrls;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the catalogue's schemas under their subjects, and makes the registry refuse
 * incompatible ones there.
 */
final class SchemaPlanner {
  private static final Logger log = LoggerFactory.getLogger(SchemaPlanner.class);
  private static final Duration SLOW_PATIENCE = Duration.ofMinutes(3);

  /** What the JDK says if a server has accepted a connection and does not answer. */
  private static final String READ_TIMEOUT = "Read timed out";

  private final RegistryClient registry;
  private final String url;
  private final String prefix;

  /**
   * @param url the registry's address, for messages
   */
  SchemaPlanner(RegistryClient registry, String url, String prefix) {
    this.registry = requireNonNull(registry, "registry is null");
    this.url = RegistryUrls.shown(requireNonNull(url, "url is null"));
    this.prefix = requireNonNull(prefix, "prefix is null");
  }

  List<Plan.Step> plan() {
    List<Plan.Step> steps = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      topic.schema().ifPresent(schema -> plan(topic.subjectOn(prefix), schema, steps));
    }
    return steps;
  }

  private void plan(String subject, Schema schema, List<Plan.Step> steps) {
    if (!registered(subject, schema)) {
      requireCompatible(subject, schema);
      steps.add(
          new Plan.Step(
              "register " + schema.getFullName() + " as " + subject,
              () -> ask("register schema", subject, () -> registry.register(subject, schema))));
    }
    String actual = compatibility(subject);
    if (!Layout.SCHEMA_COMPATIBILITY.equals(actual)) {
      steps.add(
          new Plan.Step(
              "set compatibility of " + subject + " to " + Layout.SCHEMA_COMPATIBILITY,
              () ->
                  ask(
                      "set compatibility of",
                      subject,
                      () -> {
                        registry.setCompatibility(subject, Layout.SCHEMA_COMPATIBILITY);
                        return Layout.SCHEMA_COMPATIBILITY;
                      })));
    }
  }

  private boolean registered(String subject, Schema schema) {
    return ask(
        "look up schema",
        subject,
        () -> {
          try {
            registry.id(subject, schema);
            return true;
          } catch (RegistryException e) {
            return orNotFound(e, false);
          }
        });
  }

  private void requireCompatible(String subject, Schema schema) {
    boolean compatible =
        ask(
            "check compatibility of",
            subject,
            () -> {
              try {
                return registry.isCompatible(subject, schema);
              } catch (RegistryException e) {
                return orNotFound(e, true);
              }
            });
    if (!compatible) {
      throw new UserException(
          "The schema registry has an incompatible schema under "
              + subject
              + ". Another release, or another"
              + " system, registered it: choose a new --prefix or delete the subject.");
    }
  }

  private String compatibility(String subject) {
    return ask(
        "read compatibility of",
        subject,
        () -> {
          try {
            return registry.compatibility(subject);
          } catch (RegistryException e) {
            return orNotFound(e, "");
          }
        });
  }

  private static <T> T orNotFound(RegistryException e, T notFound) throws RegistryException {
    if (e.saysUnknown()) {
      return notFound;
    }
    throw e;
  }

  /** Asks a registry that is there but slow again: every operation may be repeated. */
  private static <T> T patiently(RegistryCall<T> call) throws IOException, RegistryException {
    long giveUp = System.nanoTime() + SLOW_PATIENCE.toNanos();
    while (true) {
      try {
        return call.call();
      } catch (SocketTimeoutException e) {
        if (!READ_TIMEOUT.equals(e.getMessage()) || System.nanoTime() - giveUp > 0) {
          throw e;
        }
        log.warn("The schema registry is slow and is asked again: {}", e.getMessage());
      }
    }
  }

  private <T> T ask(String what, String subject, RegistryCall<T> call) {
    try {
      return patiently(call);
    } catch (IOException | RegistryException e) {
      throw new UserException(
          "Cannot "
              + what
              + " "
              + subject
              + " at the schema registry "
              + url
              + " ("
              + CommonConfig.SCHEMA_REGISTRY_URL
              + "): "
              + RegistryAnswers.describe(e, "/subjects/" + subject),
          e);
    }
  }

  private interface RegistryCall<T> {
    T call() throws IOException, RegistryException;
  }
}
