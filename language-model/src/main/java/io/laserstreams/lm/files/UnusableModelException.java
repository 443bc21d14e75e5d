package io.laserstreams.lm.files;

/** A language model's files cannot be used; the message names the file, and the way out. */
public final class UnusableModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnusableModelException(String message) {
    super(message);
  }

  public UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
