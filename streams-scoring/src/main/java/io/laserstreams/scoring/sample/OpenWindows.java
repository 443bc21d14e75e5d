package io.laserstreams.scoring.sample;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's open attribution windows.
 *
 * @param newestImpression event time of the newest impression that was scored, {@link #NONE} before the first
 * @param windows in the order of serving
 */
public record OpenWindows(long newestImpression, List<Window> windows) {
  public static final long NONE = Long.MIN_VALUE;

  static final OpenWindows EMPTY = new OpenWindows(NONE, List.of());
  private static final int LAYOUT = 1;

  public OpenWindows {
    windows = List.copyOf(windows);
  }

  /** An impression that waits for what the user does; {@code eventTime} is the impression's. */
  public record Window(String impressionId, long eventTime) {}

  OpenWindows with(Window window) {
    List<Window> more = new ArrayList<>(windows);
    more.add(window);
    return new OpenWindows(Math.max(newestImpression, window.eventTime()), more);
  }

  OpenWindows without(List<Window> closed) {
    List<Window> fewer = new ArrayList<>(windows);
    fewer.removeAll(closed);
    return new OpenWindows(newestImpression, fewer);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).number(newestImpression);
    for (Window window : windows) {
      out.text(window.impressionId()).number(newestImpression - window.eventTime());
    }
    return out.toBytes();
  }

  static OpenWindows decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "open attribution windows");
    long newest = in.number();
    List<Window> windows = new ArrayList<>();
    while (in.hasMore()) {
      windows.add(new Window(in.text(), newest - in.number()));
    }
    return new OpenWindows(newest, windows);
  }
}
