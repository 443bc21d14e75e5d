package io.laserstreams.tools.output;

import java.io.Console;

/** The terminal of this process. */
public final class Terminal {
  private Terminal() {}

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
