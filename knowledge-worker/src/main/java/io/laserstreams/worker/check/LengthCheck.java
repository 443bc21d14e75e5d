package io.laserstreams.worker.check;

import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Optional;

/** Finds a text that is far shorter or longer than asked for, by bounds in words. */
record LengthCheck(TextFault fault, int least, int most) implements TextCheck {
  private static final int LEAST = 3;
  private static final int SHORTEST_PART = 15;
  private static final int LONGEST_MULTIPLE = 2;

  /** A fifteenth of what was asked for says nothing of a subject. */
  static LengthCheck shortness(int askedFor) {
    return new LengthCheck(
        TextFault.TOO_SHORT, Math.max(LEAST, askedFor / SHORTEST_PART), Integer.MAX_VALUE);
  }

  /** Models overrun a bound; twice as much does not answer the question any more. */
  static LengthCheck length(int askedFor) {
    return new LengthCheck(TextFault.TOO_LONG, 0, askedFor * LONGEST_MULTIPLE);
  }

  @Override
  public Optional<String> problem(String text, Words words, Prompt prompt) {
    int count = words.count();
    return count >= least && count <= most
        ? Optional.empty()
        : Optional.of(
            "wrote "
                + count
                + " words, and knowledge takes "
                + (count < least ? least + " at least" : most + " at most"));
  }
}
