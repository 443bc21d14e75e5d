package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void shouldHoldTheSameWindowsAsAList() {
    OpenWindows windows = OpenWindows.EMPTY;
    List<Window> expected = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      if (expected.isEmpty() || random.nextInt(5) < 2) {
        Window window = Window.opened("i" + "x".repeat(random.nextInt(200)) + step, time());
        windows = windows.with(window);
        expected.add(window);
      } else if (random.nextInt(3) < 2) {
        int at = random.nextInt(expected.size());
        Window changed =
            expected
                .get(at)
                .with("item" + random.nextInt(9), Feedback.SHOWN.withPosition(random.nextInt(300)));
        windows = windows.changed(changed);
        expected.set(at, changed);
      } else {
        Window closed = expected.remove(random.nextInt(expected.size()));
        windows = windows.without(closed);
        assertNull(windows.of(closed.impressionId()));
      }
      windows = random.nextBoolean() ? OpenWindows.decode(windows.encode()) : windows;

      assertEquals(expected, windows.ofTimes(time -> true), "step " + step);
      assertEquals(expected.size(), windows.count());
      long oldest = expected.stream().mapToLong(Window::eventTime).min().orElse(OpenWindows.NONE);
      assertEquals(oldest, windows.oldest());
      for (Window window : expected) {
        assertEquals(window, windows.of(window.impressionId()));
      }
    }
  }

  @Test
  void shouldRememberTheNewestImpressionWithoutWindows() {
    OpenWindows windows = OpenWindows.EMPTY.with(Window.opened("i1", 20));
    windows = windows.with(Window.opened("i0", 10));
    windows = windows.without(windows.of("i1")).without(windows.of("i0"));
    assertEquals(20, OpenWindows.decode(windows.encode()).newestImpression());
    assertEquals(0, windows.count());
  }

  private long time() {
    return 1_790_000_000_000L + random.nextInt(50);
  }
}
