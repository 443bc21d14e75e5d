package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Prints lines up to a limit. */
final class LinePrinter {
  private final PrintWriter out;
  private final long limit;
  private long printed;

  LinePrinter(PrintWriter out, long limit) {
    this.out = requireNonNull(out, "out is null");
    this.limit = limit;
  }

  /** Prints the line, unless the limit is reached. */
  void print(ObjectNode line) {
    if (printed < limit) {
      out.println(line);
      printed++;
    }
  }

  /** Lines so far. */
  long printed() {
    return printed;
  }

  /** Hands on what is printed; whether more is wanted. */
  boolean flush() {
    // Also flushes. An error says that the reader of a pipe is gone.
    return !out.checkError() && printed < limit;
  }
}
