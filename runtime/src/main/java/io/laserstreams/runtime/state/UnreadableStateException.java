package io.laserstreams.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/**
 * State that the app wrote itself and cannot read: from a newer build, truncated, or damaged. The
 * message names it and the way out. It says nothing about the record being processed, and retrying
 * does not help: the app fails.
 */
public final class UnreadableStateException extends IllegalStateException {
  private static final String REMEDY =
      ". Run the build that wrote it, or reset the application's state";
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\ufffd]");

  public UnreadableStateException(String what, String why) {
    super("The state of " + what + " cannot be read: " + why + REMEDY);
  }

  /**
   * A value in a store that its codec refuses.
   *
   * @param store the state store's name
   * @param key of the value in the store
   */
  public UnreadableStateException(String store, byte[] key, RuntimeException refusal) {
    super(
        "The store "
            + store
            + " has a value that cannot be read under '"
            + UNPRINTABLE.matcher(new String(key, UTF_8)).replaceAll(".")
            + "': "
            + refusal.getMessage()
            + (refusal instanceof UnreadableStateException ? "" : REMEDY),
        refusal);
  }
}
