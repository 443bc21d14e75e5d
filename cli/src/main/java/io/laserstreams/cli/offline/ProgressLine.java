package io.laserstreams.cli.offline;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the terminal's error stream, so that the output can be piped. */
public final class ProgressLine implements AutoCloseable {
  private static final int UPDATE_MILLIS = 500;

  private final ProgressBar bar;

  public ProgressLine(String task, long of) {
    this(task, of, "");
  }

  /** @param unit of the counts */
  public ProgressLine(String task, long of, String unit) {
    bar = new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(of)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(unit, 1)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .build();
  }

  public void at(long done, long of) {
    bar.maxHint(of);
    bar.stepTo(done);
  }

  public void note(String text) {
    bar.setExtraMessage(text);
  }

  @Override
  public void close() {
    bar.close();
  }
}
