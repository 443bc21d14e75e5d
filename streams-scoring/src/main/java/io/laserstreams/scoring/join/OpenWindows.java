package io.laserstreams.scoring.join;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's open attribution windows, and feedback that came before its impression.
 *
 * @param newestImpression event time of the newest impression that was scored, {@link #NONE} before
 *     the first
 * @param windows in the order of serving
 * @param early in the order of arrival
 */
public record OpenWindows(long newestImpression, List<Window> windows, List<EarlyFeedback> early) {
  public static final long NONE = Long.MIN_VALUE;

  static final OpenWindows EMPTY = new OpenWindows(NONE, List.of(), List.of());
  private static final int LAYOUT = 2;
  private static final int WITHOUT_EARLY = 1;
  private static final int BYTES_OF_WINDOW = 2;

  public OpenWindows {
    windows = List.copyOf(windows);
    early = List.copyOf(early);
  }

  /** An impression that waits for feedback; {@code eventTime} is the impression's. */
  public record Window(String impressionId, long eventTime) {}

  OpenWindows with(Window window) {
    List<Window> more = new ArrayList<>(windows);
    more.add(window);
    return new OpenWindows(Math.max(newestImpression, window.eventTime()), more, early);
  }

  OpenWindows without(List<Window> closed) {
    List<Window> fewer = new ArrayList<>(windows);
    fewer.removeAll(closed);
    return new OpenWindows(newestImpression, fewer, early);
  }

  OpenWindows withEarly(List<EarlyFeedback> newEarly) {
    return new OpenWindows(newestImpression, windows, newEarly);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).number(newestImpression).number(windows.size());
    for (Window window : windows) {
      out.text(window.impressionId()).number(newestImpression - window.eventTime());
    }
    early.forEach(feedback -> feedback.write(out));
    return out.toBytes();
  }

  static OpenWindows decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "open attribution windows");
    long newest = in.number();
    int count = in.version() > WITHOUT_EARLY ? in.size(BYTES_OF_WINDOW) : Integer.MAX_VALUE;
    List<Window> windows = new ArrayList<>();
    while (windows.size() < count && in.hasMore()) {
      windows.add(new Window(in.text(), newest - in.number()));
    }
    List<EarlyFeedback> early = new ArrayList<>();
    while (in.hasMore()) {
      early.add(EarlyFeedback.read(in));
    }
    return new OpenWindows(newest, windows, early);
  }
}
