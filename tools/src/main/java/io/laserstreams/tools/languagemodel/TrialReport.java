package io.laserstreams.tools.languagemodel;

import java.util.Locale;

/** Tells people what a trial found. */
public final class TrialReport {
  private TrialReport() {}

  public static String of(TrialFigures trial) {
    return String.format(
        Locale.ROOT,
        """
        %s: opened in %.1f s, reads and writes up to %,d tokens
        it wrote: %s
        reading %,.0f tokens/s (a prompt of %d), writing %,.1f tokens/s alone, \
        %,.1f with %d side by side
        memory: %,.0f MB in this process at most; full texts take up to %,.0f MB outside the heap
        """,
        trial.model(),
        trial.openSeconds(),
        trial.contextTokens(),
        trial.text(),
        trial.readPerSecond(),
        trial.promptTokens(),
        trial.writtenPerSecond(),
        trial.batchWrittenPerSecond(),
        trial.batch(),
        trial.residentMegabytes(),
        trial.offHeapMegabytes());
  }
}
