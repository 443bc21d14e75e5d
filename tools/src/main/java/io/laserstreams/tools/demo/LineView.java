package io.laserstreams.tools.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints a line every ten seconds, for logs and pipes. */
final class LineView implements DemoView {
  private static final int INTERVAL_SECONDS = 10;

  private final PrintStream out;
  private int shownAt;
  private int releasesShown;

  LineView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void status(String line) {
    out.println(line);
  }

  @Override
  public void show(Snapshot now) {
    List<DemoSummary.Release> releases = now.board().releases();
    releases.subList(releasesShown, releases.size()).forEach(this::released);
    releasesShown = releases.size();
    if (now.second() < shownAt + INTERVAL_SECONDS) {
      return;
    }
    shownAt = now.second() - now.second() % INTERVAL_SECONDS;
    Curve.Rates rates = now.rates();
    out.println(
        String.format(
            Locale.ROOT,
            "%4d s  click-through served %4.1f %%  random %4.1f %%  best %4.1f %%  |  %3.0f"
                + " scores/s  p50 %.0f ms  p99 %.0f ms  |  knowledge %s  |  model %s",
            now.second(),
            100 * rates.served(),
            100 * rates.random(),
            100 * rates.best(),
            now.perSecond(),
            now.latencyP50(),
            now.latencyP99(),
            Notebook.line(now.writing()),
            model(now)));
  }

  private void released(DemoSummary.Release release) {
    out.println(
        String.format(
            Locale.ROOT,
            "%4d s  ▲ model %s released%s",
            release.second(),
            release.version(),
            release.auc() == null
                ? ""
                : String.format(Locale.ROOT, ", AUC %.3f on the newest samples", release.auc())));
  }

  private static String model(Snapshot now) {
    String version = now.board().modelVersion();
    return version == null ? now.firstModel().orElse("released, not in service yet") : version;
  }

  @Override
  public void close() {
    out.flush();
  }
}
