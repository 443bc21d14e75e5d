package io.laserstreams.tools.output;

import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar with the time left, on standard error so that the output can be piped; painted
 * less often without a terminal. Thread-safe.
 */
public final class Progress implements AutoCloseable {
  private static final int TERMINAL_INTERVAL_MS = 500;
  private static final int PIPE_INTERVAL_MS = 30_000;

  private final ProgressBar bar;

  private Progress(ProgressBarBuilder builder) {
    this.bar = builder.build();
  }

  /** Progress in a unit of work, for example seconds of a plan. */
  public static Progress of(String task, String unit, long total) {
    return new Progress(bar(task, unit, total));
  }

  /** Progress in countable things; shows how many a second. */
  public static Progress counting(String task, String unit, long total) {
    return new Progress(bar(task, unit, total).showSpeed());
  }

  private static ProgressBarBuilder bar(String task, String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit, 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(Terminal.isPresent() ? TERMINAL_INTERVAL_MS : PIPE_INTERVAL_MS)
        .setEtaFunction(
            state ->
                state.getCurrent() <= state.getStart()
                    ? Optional.empty()
                    : Optional.of(
                        state
                            .getElapsedAfterStart()
                            .multipliedBy(state.getMax() - state.getCurrent())
                            .dividedBy(state.getCurrent() - state.getStart())));
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
