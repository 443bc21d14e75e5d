package io.laserstreams.cluster.topics;

import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.RegistryAnswers;
import io.laserstreams.schema.serde.RegistryUrls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers the catalogue's schemas under their subjects, and makes the registry refuse
 * incompatible ones there.
 */
final class SchemaPlanner {
  private final SchemaRegistryClient registry;
  private final String url;
  private final String prefix;

  /**
   * @param url where the registry is, for messages
   */
  SchemaPlanner(SchemaRegistryClient registry, String url, String prefix) {
    this.registry = requireNonNull(registry, "registry is null");
    this.url = RegistryUrls.shown(requireNonNull(url, "url is null"));
    this.prefix = requireNonNull(prefix, "prefix is null");
  }

  List<Plan.Step> plan() {
    List<Plan.Step> steps = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      topic
          .schema()
          .ifPresent(schema -> plan(topic.subjectOn(prefix), new AvroSchema(schema), steps));
    }
    return steps;
  }

  private void plan(String subject, AvroSchema schema, List<Plan.Step> steps) {
    if (!registered(subject, schema)) {
      requireCompatible(subject, schema);
      steps.add(
          new Plan.Step(
              "register " + schema.name() + " as " + subject,
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
                      () -> registry.updateCompatibility(subject, Layout.SCHEMA_COMPATIBILITY))));
    }
  }

  private boolean registered(String subject, AvroSchema schema) {
    return ask(
        "look up schema",
        subject,
        () -> {
          try {
            registry.getId(subject, schema);
            return true;
          } catch (RestClientException e) {
            return orNotFound(e, false);
          }
        });
  }

  private void requireCompatible(String subject, AvroSchema schema) {
    boolean compatible =
        ask(
            "check compatibility of",
            subject,
            () -> {
              try {
                return registry.testCompatibility(subject, schema);
              } catch (RestClientException e) {
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
            return registry.getCompatibility(subject);
          } catch (RestClientException e) {
            return orNotFound(e, "");
          }
        });
  }

  private static <T> T orNotFound(RestClientException e, T notFound) throws RestClientException {
    if (RegistryAnswers.saysUnknown(e)) {
      return notFound;
    }
    throw e;
  }

  private <T> T ask(String what, String subject, RegistryCall<T> call) {
    try {
      return call.call();
    } catch (IOException | RestClientException e) {
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
    T call() throws IOException, RestClientException;
  }
}
