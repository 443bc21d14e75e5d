package io.laserstreams.runtime.state;

/**
 * A store's files are damaged; the message names the store and what happens to it. No record is to
 * blame.
 */
public final class DamagedStoreException extends RuntimeException {
  public DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
