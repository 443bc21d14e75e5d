package io.laserstreams.cli.replay;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, with rate and time left; slower where nobody watches. */
final class Progress implements AutoCloseable {
  private static final int WATCHED_MS = 500;
  private static final int UNWATCHED_MS = 30_000;

  private final ProgressBar bar;

  Progress(String task, String unit, long total) {
    this.bar = new ProgressBarBuilder().setTaskName(task).setInitialMax(total).setUnit(" " + unit, 1).showSpeed()
        .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(System.console() == null ? UNWATCHED_MS : WATCHED_MS)
        .setEtaFunction(state -> state.getCurrent() <= state.getStart() ? Optional.empty()
            : Optional.of(Duration.ofMillis(
                state.getElapsedAfterStart().toMillis() * (state.getMax() - state.getCurrent()) / (state.getCurrent() - state.getStart()))))
        .build();
  }

  void at(long done) {
    bar.stepTo(done);
  }

  void at(long done, long total) {
    bar.maxHint(total);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }
}
