package io.laserstreams.lm.hub;

/** A model cannot be fetched; the message names what, why, and the way out. */
public final class HubException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
