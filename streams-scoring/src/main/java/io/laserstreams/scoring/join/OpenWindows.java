package io.laserstreams.scoring.join;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A user's open attribution windows, and feedback that came before its impression. Immutable.
 *
 * <p>Most events of a user close no window and name none. For these the windows are not decoded:
 * the event time of the oldest one stands at the beginning, and a new one is appended to the bytes
 * of the others.
 */
public final class OpenWindows {
  /** The time of an impression that there is none of. */
  public static final long NONE = Long.MIN_VALUE;

  static final OpenWindows EMPTY = new OpenWindows(NONE, List.of(), List.of());

  private static final int LAYOUT = 3;
  private static final int WITHOUT_FEEDBACK = 2;
  private static final int WITHOUT_EARLY = 1;
  private static final int BYTES_OF_WINDOW = 2;
  private static final int BYTES_OF_EARLY = 5 + Float.BYTES;
  private static final String WHAT = "open attribution windows";

  private final long newestImpression;
  private final List<EarlyFeedback> early;
  private final long oldest;
  private final int count;
  private final byte[] encoded;
  private @Nullable List<Window> windows;

  private OpenWindows(
      long newestImpression, List<EarlyFeedback> early, long oldest, int count, byte[] encoded) {
    this.newestImpression = newestImpression;
    this.early = List.copyOf(early);
    this.oldest = oldest;
    this.count = count;
    this.encoded = encoded;
  }

  private OpenWindows(long newestImpression, List<EarlyFeedback> early, List<Window> windows) {
    this(newestImpression, early, oldest(windows), windows.size(), encode(windows));
    this.windows = List.copyOf(windows);
  }

  /**
   * Event time of the newest impression that was scored, {@link #NONE} before the first;
   * milliseconds since the epoch.
   */
  public long newestImpression() {
    return newestImpression;
  }

  int count() {
    return count;
  }

  /** Size of the windows as they are stored. */
  int bytes() {
    return encoded.length;
  }

  /** The smallest event time of an impression with an open window, {@link #NONE} without any. */
  long oldest() {
    return oldest;
  }

  /** In the order of serving. */
  List<Window> windows() {
    if (windows == null) {
      windows = decodeWindows();
    }
    return windows;
  }

  /** The window of an impression; null if none is open. */
  @Nullable Window of(String impressionId) {
    for (Window window : windows()) {
      if (window.impressionId().equals(impressionId)) {
        return window;
      }
    }
    return null;
  }

  /** In the order of arrival. */
  List<EarlyFeedback> early() {
    return early;
  }

  /** With the window of an impression that was just scored. */
  OpenWindows with(Window window) {
    byte[] added = encode(List.of(window));
    byte[] all = Arrays.copyOf(encoded, encoded.length + added.length);
    System.arraycopy(added, 0, all, encoded.length, added.length);
    return new OpenWindows(
        Math.max(newestImpression, window.eventTime()),
        early,
        count == 0 ? window.eventTime() : Math.min(oldest, window.eventTime()),
        count + 1,
        all);
  }

  /** With another state of a window that is open. */
  OpenWindows changed(Window window) {
    return new OpenWindows(
        newestImpression,
        early,
        windows().stream()
            .map(open -> open.impressionId().equals(window.impressionId()) ? window : open)
            .toList());
  }

  OpenWindows without(Collection<Window> closed) {
    return new OpenWindows(
        newestImpression,
        early,
        windows().stream().filter(Predicate.not(closed::contains)).toList());
  }

  OpenWindows withEarly(List<EarlyFeedback> newEarly) {
    return new OpenWindows(newestImpression, newEarly, oldest, count, encoded);
  }

  byte[] encode() {
    StateWriter out =
        new StateWriter(LAYOUT)
            .number(newestImpression)
            .number(oldest)
            .number(count)
            .number(early.size());
    early.forEach(feedback -> feedback.write(out));
    return out.rest(encoded).toBytes();
  }

  private static byte[] encode(List<Window> windows) {
    StateWriter out = StateWriter.ofPart();
    windows.forEach(window -> window.write(out));
    return out.toBytes();
  }

  private List<Window> decodeWindows() {
    StateReader in = StateReader.ofPart(encoded, LAYOUT, WHAT);
    List<Window> decoded = new ArrayList<>(count);
    while (decoded.size() < count) {
      decoded.add(Window.read(in));
    }
    in.require(!in.hasMore(), "bytes follow its " + count + " windows");
    in.require(oldest(decoded) == oldest, "the oldest of its windows is not of " + oldest);
    return decoded;
  }

  private static long oldest(List<Window> windows) {
    return windows.stream().mapToLong(Window::eventTime).min().orElse(NONE);
  }

  static OpenWindows decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, WHAT);
    long newest = in.number();
    if (in.version() <= WITHOUT_FEEDBACK) {
      return ofEarlierBuild(in, newest);
    }
    long oldest = in.number();
    int count = in.size(BYTES_OF_WINDOW);
    List<EarlyFeedback> early = new ArrayList<>();
    for (int left = in.size(BYTES_OF_EARLY); left > 0; left--) {
      early.add(EarlyFeedback.read(in));
    }
    return new OpenWindows(newest, early, oldest, count, in.rest());
  }

  private static OpenWindows ofEarlierBuild(StateReader in, long newest) {
    int count = in.version() > WITHOUT_EARLY ? in.size(BYTES_OF_WINDOW) : Integer.MAX_VALUE;
    List<Window> windows = new ArrayList<>();
    while (windows.size() < count && in.hasMore()) {
      windows.add(Window.opened(in.text(), newest - in.number()));
    }
    List<EarlyFeedback> early = new ArrayList<>();
    while (in.hasMore()) {
      early.add(EarlyFeedback.read(in));
    }
    return new OpenWindows(newest, early, windows);
  }
}
