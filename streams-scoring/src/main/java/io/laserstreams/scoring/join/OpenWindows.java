package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A user's open attribution windows, and feedback that came before its impression. Immutable.
 *
 * <p>Windows stay encoded, and only those that an event concerns are decoded: the event time of the
 * oldest one stands at the beginning, a new one is appended to the bytes of the others, and another
 * state of one replaces its bytes.
 */
public final class OpenWindows {
  /** The time of an impression that there is none of. */
  public static final long NONE = Long.MIN_VALUE;

  static final OpenWindows EMPTY = new OpenWindows(NONE, List.of(), NONE, 0, new byte[0]);

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

  /** In the order of serving. */
  private final byte[] encoded;

  private @Nullable Places places;

  private OpenWindows(
      long newestImpression, List<EarlyFeedback> early, long oldest, int count, byte[] encoded) {
    this.newestImpression = newestImpression;
    this.early = List.copyOf(early);
    this.oldest = oldest;
    this.count = count;
    this.encoded = encoded;
  }

  /**
   * Where windows are among the bytes.
   *
   * @param starts of each window, and the end of the last
   * @param eventTimes of the impressions
   */
  private record Places(int[] starts, long[] eventTimes) {}

  private Places places() {
    if (places == null) {
      places = find();
    }
    return places;
  }

  private Places find() {
    StateReader in = reader(0);
    int[] starts = new int[count + 1];
    long[] eventTimes = new long[count];
    for (int i = 0; i < count; i++) {
      in.skipText();
      eventTimes[i] = Window.skip(in);
      starts[i + 1] = encoded.length - in.remaining();
    }
    in.require(!in.hasMore(), "bytes follow its " + count + " windows");
    in.require(
        Arrays.stream(eventTimes).min().orElse(NONE) == oldest,
        "the oldest of its windows is not of " + oldest);
    return new Places(starts, eventTimes);
  }

  private StateReader reader(int from) {
    return StateReader.ofPart(encoded, from, LAYOUT, WHAT);
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

  /** The windows of impressions with such event times, in the order of serving. */
  List<Window> ofTimes(LongPredicate eventTime) {
    List<Window> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (eventTime.test(places().eventTimes()[i])) {
        found.add(window(i));
      }
    }
    return found;
  }

  /** The window of an impression; null if none is open. */
  @Nullable Window of(String impressionId) {
    int index = indexOf(impressionId);
    return index < 0 ? null : window(index);
  }

  private Window window(int index) {
    return Window.read(reader(places().starts()[index]));
  }

  private int indexOf(String impressionId) {
    byte[] id = impressionId.getBytes(UTF_8);
    StateReader in = reader(0);
    for (int i = 0; i < count; i++) {
      if (in.textIs(id)) {
        return i;
      }
      Window.skip(in);
    }
    return -1;
  }

  /** In the order of arrival. */
  List<EarlyFeedback> early() {
    return early;
  }

  /** With the window of an impression that was just scored. */
  OpenWindows with(Window window) {
    return new OpenWindows(
        Math.max(newestImpression, window.eventTime()),
        early,
        count == 0 ? window.eventTime() : Math.min(oldest, window.eventTime()),
        count + 1,
        spliced(encoded.length, encoded.length, encode(window)));
  }

  /** With another state of a window that is open. */
  OpenWindows changed(Window window) {
    int index = indexOf(window.impressionId());
    return new OpenWindows(
        newestImpression,
        early,
        oldest,
        count,
        spliced(places().starts()[index], places().starts()[index + 1], encode(window)));
  }

  /** Without a window that is open. */
  OpenWindows without(Window window) {
    int index = indexOf(window.impressionId());
    long oldestOfOthers = NONE;
    for (int i = 0; i < count; i++) {
      long eventTime = places().eventTimes()[i];
      if (i != index) {
        oldestOfOthers = oldestOfOthers == NONE ? eventTime : Math.min(oldestOfOthers, eventTime);
      }
    }
    return new OpenWindows(
        newestImpression,
        early,
        oldestOfOthers,
        count - 1,
        spliced(places().starts()[index], places().starts()[index + 1], new byte[0]));
  }

  private byte[] spliced(int from, int to, byte[] replacement) {
    byte[] bytes = new byte[encoded.length - (to - from) + replacement.length];
    System.arraycopy(encoded, 0, bytes, 0, from);
    System.arraycopy(replacement, 0, bytes, from, replacement.length);
    System.arraycopy(encoded, to, bytes, from + replacement.length, encoded.length - to);
    return bytes;
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

  private static byte[] encode(Window window) {
    StateWriter out = StateWriter.ofPart();
    window.write(out);
    return out.toBytes();
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
    OpenWindows windows = new OpenWindows(newest, List.of(), NONE, 0, new byte[0]);
    while (windows.count < count && in.hasMore()) {
      windows = windows.with(Window.opened(in.text(), newest - in.number()));
    }
    List<EarlyFeedback> early = new ArrayList<>();
    while (in.hasMore()) {
      early.add(EarlyFeedback.read(in));
    }
    return windows.withEarly(early);
  }
}
