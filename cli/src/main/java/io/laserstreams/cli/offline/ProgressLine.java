package io.laserstreams.cli.offline;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the terminal's error stream, so that the output can be piped. */
final class ProgressLine implements AutoCloseable {
  private static final int UPDATE_MILLIS = 500;

  private final ProgressBar bar;

  ProgressLine(String task, long of) {
    bar = new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(of)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .build();
  }

  void at(long done, long of) {
    bar.maxHint(of);
    bar.stepTo(done);
  }

  void note(String text) {
    bar.setExtraMessage(text);
  }

  @Override
  public void close() {
    bar.close();
  }
}
