package io.laserstreams.runtime.state;

/**
 * State that the app wrote itself and cannot read: of a newer build, cut, or damaged. The message names it and the way out. It says nothing
 * about the record at hand, and trying again does not help: the app fails.
 */
public final class UnreadableStateException extends IllegalStateException {
  private static final String WAY_OUT = ". Run the build that wrote it, or reset the application's state";

  UnreadableStateException(String what, String why) {
    super("The state of " + what + " cannot be read: " + why + WAY_OUT);
  }

  /**
   * @param store the state store's name
   * @param key under which the state lies in it, in words
   */
  public UnreadableStateException(String store, String key, Throwable cause) {
    super("What the store " + store + " has under " + key + " cannot be read: " + cause.getMessage()
        + (cause instanceof UnreadableStateException ? "" : WAY_OUT), cause);
  }
}
