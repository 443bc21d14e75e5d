package io.laserstreams.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/**
 * State that the app wrote itself and cannot read: of a newer build, cut, or damaged. The message
 * names it and the way out. It says nothing about the record at hand, and trying again does not
 * help: the app fails.
 */
public final class UnreadableStateException extends IllegalStateException {
  private static final String WAY_OUT =
      ". Run the build that wrote it, or reset the application's state";
  private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cntrl}\ufffd]");

  UnreadableStateException(String what, String why) {
    super("The state of " + what + " cannot be read: " + why + WAY_OUT);
  }

  /**
   * What a codec refuses.
   *
   * @param store the state store's name
   * @param key under which the bytes lie in it
   */
  public UnreadableStateException(String store, byte[] key, RuntimeException refusal) {
    super(
        "The store "
            + store
            + " has under '"
            + NOT_PRINTED.matcher(new String(key, UTF_8)).replaceAll(".")
            + "' what cannot be read: "
            + refusal.getMessage()
            + (refusal instanceof UnreadableStateException ? "" : WAY_OUT),
        refusal);
  }
}
