package io.laserstreams.tools.demo;

import io.laserstreams.tools.demo.DemoSummary.ClickThrough;
import io.laserstreams.tools.demo.DemoSummary.LatencyMillis;
import io.laserstreams.tools.demo.DemoSummary.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sums up a run: for views while it runs, for people and scripts at its end. */
final class DemoReport {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int POINT_SECONDS = 10;
  private static final int WINDOWS = 8;
  private static final int MIN_WINDOW = 5;
  private static final int MAX_WINDOW = 30;
  private static final int SPARKS = 60;
  private static final int BAR = 44;

  private final DemoOptions options;
  private final Curve curve;
  private final Scoreboard board;
  private final Notebook notebook;
  private final int length;
  private final int window;
  private final FirstModel firstModel;

  DemoReport(
      DemoOptions options,
      Curve curve,
      Scoreboard board,
      Notebook notebook,
      FirstModel firstModel) {
    this.firstModel = firstModel;
    this.options = options;
    this.curve = curve;
    this.board = board;
    this.notebook = notebook;
    this.length = Math.max(1, Math.toIntExact(options.length().toSeconds()));
    this.window = Math.max(MIN_WINDOW, Math.min(length / WINDOWS, MAX_WINDOW));
  }

  Snapshot snapshot(int second, double perSecond, List<String> apps) {
    int step = Math.max(1, length / SPARKS);
    List<Double> history = new ArrayList<>();
    List<Integer> releases = new ArrayList<>();
    for (int from = 0; from + step <= second; from += step) {
      history.add(curve.between(from, from + step).learned());
      releases.add(releasedBetween(from, from + step));
    }
    return new Snapshot(
        second,
        length,
        options.seed(),
        curve.between(second - window, second),
        window,
        history,
        releases,
        board.modelsReleased() > 0
            ? Optional.empty()
            : Optional.of(firstModel.text(second, board.samples())),
        perSecond,
        board.recentMillis(50),
        board.recentMillis(99),
        board,
        notebook.at(System.nanoTime()),
        apps);
  }

  private int releasedBetween(int from, int to) {
    return Math.toIntExact(
        board.releases().stream()
            .filter(release -> release.second() >= from && release.second() < to)
            .count());
  }

  DemoSummary summary() {
    Curve.Rates first = curve.between(0, window);
    Curve.Rates last = curve.between(length - window, length);
    List<Point> points = new ArrayList<>();
    for (int to = POINT_SECONDS; to <= length; to += POINT_SECONDS) {
      Curve.Rates rates = curve.between(to - POINT_SECONDS, to);
      points.add(new Point(to, round(rates.served()), round(rates.random()), round(rates.best())));
    }
    return new DemoSummary(
        options.seed(),
        options.length().toMillis() / MILLIS_PER_MINUTE,
        options.rate(),
        options.knowledge(),
        options.features(),
        options.freezeTrainer(),
        new ClickThrough(
            round(first.served()),
            round(last.served()),
            round(last.random()),
            round(last.best()),
            round(first.clicked()),
            round(last.clicked()),
            window),
        board.impressions(),
        board.scores(),
        board.duplicates(),
        board.unanswered(),
        board.modelsReleased(),
        notebook.at(System.nanoTime()).records(),
        board.deadLetters(),
        new LatencyMillis(board.latencyMillis(50), board.latencyMillis(99)),
        points,
        board.releases());
  }

  /** The summary for people. */
  static List<String> text(DemoSummary summary) {
    ClickThrough rates = summary.clickThrough();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "World %d, %s minutes, knowledge %s, features %s, trainer %s",
            summary.seed(),
            String.format(Locale.ROOT, "%.1f", summary.minutes()).replace(".0", ""),
            summary.knowledge() ? "on" : "off",
            summary.features() ? "on" : "off",
            summary.trainerFrozen() ? "frozen after its first model" : "on"));
    lines.add("");
    lines.add("Click-through rate of what was shown, windows of " + rates.windowSeconds() + " s");
    lines.add(rate("random order", rates.random(), rates.best()));
    lines.add(rate("served first", rates.first(), rates.best()));
    lines.add(rate("served last", rates.last(), rates.best()));
    lines.add(rate("best possible", rates.best(), rates.best()));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Impressions      %,d sent, %,d scored, %d twice, %d unanswered",
            summary.impressions(),
            summary.scores(),
            summary.duplicateScores(),
            summary.unanswered()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Latency          p50 %.0f ms, p99 %.0f ms from impression sent to score received",
            summary.latencyMillis().p50(),
            summary.latencyMillis().p99()));
    lines.add(String.format(Locale.ROOT, "Models released  %d", summary.modelsReleased()));
    lines.add(
        String.format(Locale.ROOT, "Knowledge        %,d records", summary.knowledgeRecords()));
    lines.add(String.format(Locale.ROOT, "Dead letters     %d", summary.deadLetters()));
    return lines;
  }

  /** What to try next. */
  static List<String> next() {
    return List.of(
        "",
        "Next",
        "  ./laser up --state state/my-cluster    the same system, kept running for your own"
            + " events",
        "  ./laser demo --language-model DIR      a language model writes the notes about users and"
            + " items",
        "  ./laser train --help                   a model from your own files, offline",
        "  docs/getting-started.md                from your data to a living system");
  }

  private static String rate(String name, double rate, double best) {
    return String.format(
        Locale.ROOT,
        "  %-14s %4.1f %%  %s",
        name,
        100 * rate,
        Bars.bar(best > 0 ? rate / best : 0, BAR));
  }

  private static double round(double rate) {
    return Math.round(rate * 1e5) / 1e5;
  }
}
