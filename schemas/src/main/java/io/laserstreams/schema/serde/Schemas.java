package io.laserstreams.schema.serde;

import org.apache.avro.Schema;

/**
 * Schema ids of Confluent's wire format, by subject and by number. Implementations are thread-safe
 * and cache what they learned.
 */
public interface Schemas {
  /**
   * The id of a schema under a subject.
   *
   * @throws UnregisteredSchemaException if the registry does not have the schema under the subject
   * @throws RegistryUnavailableException if the registry does not answer
   */
  int id(String subject, Schema schema);

  /**
   * The schema with the id.
   *
   * @throws UnreadableRecordException if the registry knows no such id
   * @throws RegistryUnavailableException if the registry does not answer
   */
  Schema byId(int id);

  /**
   * The same schemas and cache, for callers that want to learn without retries that a registry does
   * not answer.
   */
  default Schemas askedOnce() {
    return this;
  }
}
