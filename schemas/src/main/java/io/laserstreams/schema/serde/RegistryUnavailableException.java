package io.laserstreams.schema.serde;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry did not answer in time. Says nothing about the record, which must be tried again. */
public final class RegistryUnavailableException extends RetriableException {
  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
