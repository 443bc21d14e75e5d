package io.laserstreams.tools.output;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with the time left, on standard error so that the output can be piped; a line now
 * and then if that is no terminal. Thread-safe.
 */
public final class Progress implements AutoCloseable {
  private static final int TERMINAL_INTERVAL_MS = 500;
  private static final int LINES_INTERVAL_MS = 30_000;
  private static final int LINE_LENGTH = 120;

  private final ProgressBar bar;

  private Progress(ProgressBarBuilder builder) {
    this.bar = builder.build();
  }

  /** Progress in a unit of work, for example seconds of a plan. */
  public static Progress of(String task, String unit, long total) {
    return new Progress(bar(task, unit, total, lines()));
  }

  /** Progress in countable things; shows how many a second. */
  public static Progress counting(String task, String unit, long total) {
    return counting(task, unit, total, lines());
  }

  /**
   * As {@link #counting(String, String, long)}.
   *
   * @param lines where lines go; null for a bar on the terminal
   */
  static Progress counting(String task, String unit, long total, @Nullable PrintStream lines) {
    return new Progress(bar(task, unit, total, lines).showSpeed());
  }

  private static @Nullable PrintStream lines() {
    return Terminal.showsErrors() ? null : System.err;
  }

  private static ProgressBarBuilder bar(
      String task, String unit, long total, @Nullable PrintStream lines) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(TERMINAL_INTERVAL_MS)
            .setEtaFunction(
                state ->
                    state.getCurrent() <= state.getStart()
                        ? Optional.empty()
                        : Optional.of(
                            state
                                .getElapsedAfterStart()
                                .multipliedBy(state.getMax() - state.getCurrent())
                                .dividedBy(state.getCurrent() - state.getStart())));
    return lines == null
        ? builder
        : builder
            .setUpdateIntervalMillis(LINES_INTERVAL_MS)
            .setConsumer(
                new DelegatingProgressBarConsumer(new Changes(lines)::accept, LINE_LENGTH));
  }

  /** Prints a line if it is not the one before: a bar is painted once more when it ends. */
  private static final class Changes {
    private final PrintStream lines;
    private String last = "";

    Changes(PrintStream lines) {
      this.lines = lines;
    }

    synchronized void accept(String painted) {
      String line = painted.stripTrailing();
      if (!line.equals(last)) {
        lines.println(line);
        last = line;
      }
    }
  }

  public void at(long done) {
    bar.stepTo(done);
  }

  /**
   * @param total if it was unknown before
   */
  public void at(long done, long total) {
    bar.maxHint(total);
    bar.stepTo(done);
  }

  /** Shows a text beside the bar. */
  public void note(String text) {
    bar.setExtraMessage(" " + text);
  }

  @Override
  public void close() {
    bar.close();
  }
}
