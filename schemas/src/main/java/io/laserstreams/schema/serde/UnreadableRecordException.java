package io.laserstreams.schema.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes are not a record of the expected kind and never will be: a case for the dead-letter
 * topic.
 */
public final class UnreadableRecordException extends SerializationException {
  public UnreadableRecordException(String message) {
    super(message);
  }

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
