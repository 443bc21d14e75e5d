package io.laserstreams.schema.serde;

import org.apache.avro.Schema;

/**
 * Schema ids of Confluent's wire format, by subject and by number. Implementations are thread-safe
 * and remember what they learned.
 */
public interface Schemas {
  /**
   * The id of a schema under a subject.
   *
   * @throws UnregisteredSchemaException where the registry does not know the schema there
   * @throws RegistryUnavailableException where the registry does not answer
   */
  int id(String subject, Schema schema);

  /**
   * The schema that has the id.
   *
   * @throws UnreadableRecordException where the registry knows no such id
   * @throws RegistryUnavailableException where the registry does not answer
   */
  Schema byId(int id);

  /**
   * The same schemas, and what is known of them, for who wants to know at once that a registry does
   * not answer.
   */
  default Schemas askedOnce() {
    return this;
  }
}
