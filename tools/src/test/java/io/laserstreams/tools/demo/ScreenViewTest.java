package io.laserstreams.tools.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenViewTest {
  @Test
  void shouldShowRatesLatencyQueueAndModel() {
    Scoreboard board = new Scoreboard();
    board.sent();
    board.scored(0, 34_000, "20260101-000000");
    board.released(new DemoSummary.Release(12, "20260101-000000", 0.71));
    Snapshot now = snapshot(board);
    String screen = String.join("\n", ScreenView.lines(now));
    for (String part :
        List.of(
            "1:23 of 4:00",
            "world 42",
            "20.0 %",
            "10.0 %",
            "30.0 %",
            "50 %",
            "p50 34 ms",
            "p99 71 ms",
            "20260101-000000",
            "1 released",
            "AUC 0.710",
            "scoring ready   trainer ready",
            "12 written   3 in the queue, the oldest for 4 s   57 tokens/s",
            "item i7: A film of of",
            "▁▃▅",
            " ▲▲")) {
      assertTrue(screen.contains(part), part + " is missing in\n" + screen);
    }
  }

  @Test
  void shouldSayWhatTheFirstModelWaitsFor() {
    String screen = String.join("\n", ScreenView.lines(snapshot(new Scoreboard())));
    assertTrue(screen.contains("the first one trains soon; items keep their order"), screen);
  }

  @Test
  void shouldLeaveTheTerminalAsItWas() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ScreenView view = new ScreenView(new PrintStream(bytes, true, UTF_8));
    view.status("Starting");
    view.show(snapshot(new Scoreboard()));
    view.show(snapshot(new Scoreboard()));
    view.close();
    view.show(snapshot(new Scoreboard()));
    String written = bytes.toString(UTF_8);
    assertTrue(written.startsWith("Starting"), written);
    assertEquals(1, written.split("\\x1b\\[\\?1049h", -1).length - 1, "entered once");
    assertTrue(written.endsWith("\u001b[?1049l\u001b[?25h"), "left, with the cursor shown");
  }

  private static Snapshot snapshot(Scoreboard board) {
    return new Snapshot(
        83,
        240,
        42,
        new Curve.Rates(0.2, 0.1, 0.3, 0.19, 800),
        20,
        List.of(0.0, 0.25, 0.5),
        List.of(0, 2, 1),
        board.modelsReleased() > 0 ? Optional.empty() : Optional.of("the first one trains soon"),
        40,
        34,
        71,
        board,
        new Notebook.Writing(
            12,
            3,
            4,
            57,
            Optional.of(new Notebook.Note("item i7", "A film\n" + "of ".repeat(50), "onnx:m"))),
        List.of("scoring ready", "trainer ready"));
  }

  @Test
  void shouldDrawBarsToAnEighthOfACharacter() {
    assertEquals("", Bars.bar(0, 10));
    assertEquals("█████", Bars.bar(0.5, 10));
    assertEquals("█████▌", Bars.bar(0.55, 10));
    assertEquals("██████████", Bars.bar(7, 10));
    assertEquals("███░░░", Bars.gauge(0.5, 6));
  }

  @Test
  void shouldKeepTheNewestOfTheHistory() {
    assertEquals("▅█", Bars.sparkline(List.of(0.0, 0.5, 1.0), 2));
  }
}
