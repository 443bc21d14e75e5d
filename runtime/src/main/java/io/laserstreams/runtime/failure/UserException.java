package io.laserstreams.runtime.failure;

import java.util.Objects;

/**
 * Something that the person at the keyboard can put right: a port in use, a missing file, a broker
 * that is down. The command prints the message, one line without a stack trace, and ends with exit
 * code 2.
 */
public final class UserException extends RuntimeException {
  /**
   * @param message names the offending thing, its value and the way out
   */
  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }

  /** For an exception whose message says all there is to say. */
  public static UserException of(RuntimeException e) {
    return new UserException(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
  }
}
