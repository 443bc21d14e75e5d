package io.laserstreams.tools.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Paints the alternate screen of an ANSI terminal, all of it each time, so that it overwrites log
 * warnings; restores what was on the terminal before, also after Ctrl-C.
 */
final class ScreenView implements DemoView {
  private static final int BAR = 44;
  private static final int CLOCK = 30;
  private static final int SPARKS = 60;
  private static final int NOTE = 90;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String GREEN = "\u001b[32m";
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String ENTER = "\u001b[?1049h" + HIDE_CURSOR;
  private static final String LEAVE = "\u001b[?1049l" + SHOW_CURSOR;
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_TO_LINE_END = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final Thread onExit = new Thread(this::leave, "laser-demo-screen");
  private boolean entered;
  private boolean left;

  ScreenView(PrintStream out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  @Override
  public void status(String line) {
    out.println(line);
  }

  @Override
  public synchronized void show(Snapshot snapshot) {
    if (left) {
      return; // The demo still runs while the process stops.
    }
    StringBuilder frame = new StringBuilder(entered ? HOME : ENTER + HOME);
    lines(snapshot).forEach(line -> frame.append(line).append(CLEAR_TO_LINE_END).append('\n'));
    out.print(frame.append(CLEAR_BELOW));
    out.flush();
    entered = true;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(onExit);
    leave();
  }

  private synchronized void leave() {
    if (entered && !left) {
      out.print(LEAVE);
      out.flush();
    }
    left = true;
  }

  static List<String> lines(Snapshot now) {
    Curve.Rates rates = now.rates();
    Scoreboard board = now.board();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%s  Laser Streams%s   world %d   %s  %s of %s",
            BOLD,
            PLAIN,
            now.seed(),
            Bars.gauge((double) now.second() / now.length(), CLOCK),
            minutes(now.second()),
            minutes(now.length())));
    lines.add("");
    lines.add(
        DIM + "  click-through rate of what was shown, last " + now.windowSeconds() + " s" + PLAIN);
    lines.add(rate("best possible", rates.best(), rates.best(), DIM));
    lines.add(rate("served", rates.served(), rates.best(), GREEN));
    lines.add(rate("random", rates.random(), rates.best(), DIM));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-14s %4.0f %%  %s%s%s",
            "learned",
            100 * rates.learned(),
            CYAN,
            Bars.sparkline(now.history(), SPARKS),
            PLAIN));
    lines.add(
        String.format(
            "  %-14s         %s%s%s  %s▲ release%s",
            "", CYAN, Bars.markers(now.releases(), SPARKS), PLAIN, DIM, PLAIN));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-14s %,6.0f/s   %,d sent   %,d scored   %d twice   %d dead letters",
            "throughput",
            now.perSecond(),
            board.impressions(),
            board.scores(),
            board.duplicates(),
            board.deadLetters()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-14s p50 %.0f ms   p99 %.0f ms",
            "latency",
            now.latencyP50(),
            now.latencyP99()));
    lines.add(String.format("  %-14s %s", "knowledge", Notebook.line(now.writing())));
    now.writing()
        .newest()
        .ifPresent(note -> lines.add(String.format("  %-14s %s%s%s", "", DIM, text(note), PLAIN)));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-14s %s   %d released%s",
            "model",
            board.modelVersion() == null
                ? now.firstModel().orElse("the first one is loaded") + "; items keep their order"
                : board.modelVersion(),
            board.modelsReleased(),
            board.releasedAuc() == null
                ? ""
                : String.format(Locale.ROOT, "   newest AUC %.3f", board.releasedAuc())));
    lines.add(String.format("  %-14s %s", "apps", String.join("   ", now.apps())));
    lines.add("");
    return lines;
  }

  private static String text(Notebook.Note note) {
    String text = note.subject() + ": " + note.text().replaceAll("\\s+", " ");
    return text.length() <= NOTE ? text : text.substring(0, NOTE) + "…";
  }

  private static String rate(String name, double rate, double best, String colour) {
    return String.format(
        Locale.ROOT,
        "  %-14s %4.1f %%  %s%s%s",
        name,
        100 * rate,
        colour,
        Bars.bar(best > 0 ? rate / best : 0, BAR),
        PLAIN);
  }

  private static String minutes(int seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
  }
}
