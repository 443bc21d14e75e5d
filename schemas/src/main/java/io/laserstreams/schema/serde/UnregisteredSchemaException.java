package io.laserstreams.schema.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * A writer's schema is not registered under the topic's subject; the message says how to register
 * it.
 */
public final class UnregisteredSchemaException extends SerializationException {
  public UnregisteredSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
