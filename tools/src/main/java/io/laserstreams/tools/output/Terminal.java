package io.laserstreams.tools.output;

import java.io.Console;

/** The terminal of this process. */
public final class Terminal {
  /** Set by the launcher, which can tell standard error from standard output. */
  private static final String SHOWS_ERRORS = "laser.terminal.errors";

  private Terminal() {}

  /** Whether standard error is a terminal; as {@link #isPresent} without the launcher. */
  public static boolean showsErrors() {
    String known = System.getProperty(SHOWS_ERRORS);
    return known == null ? isPresent() : Boolean.parseBoolean(known);
  }

  /** Whether input and output are a terminal, not a pipe or a file. */
  @SuppressWarnings("SystemConsoleNull") // From Java 22 on, isTerminal says it.
  public static boolean isPresent() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot ask for the terminal", e);
    }
  }
}
