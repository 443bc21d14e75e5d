package io.laserstreams.scoring.sample;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of an impression that was served: enough to know a second one by, and to join what the user did.
 *
 * @param open whether the attribution window is open
 * @param marks what was done with which item, in the order in which it became known; empty once closed
 */
record Served(String userId, long eventTime, boolean open, Map<String, Mark> marks) {
  private static final int LAYOUT = 1;

  Served {
    requireNonNull(userId, "userId is null");
    marks = Collections.unmodifiableMap(marks);
  }

  static Served opened(String userId, long eventTime) {
    return new Served(userId, eventTime, true, Map.of());
  }

  Served closed() {
    return new Served(userId, eventTime, false, Map.of());
  }

  Served with(String itemId, Mark mark) {
    Map<String, Mark> changed = new LinkedHashMap<>(marks);
    changed.put(itemId, mark);
    return new Served(userId, eventTime, open, changed);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).text(userId).number(eventTime).flag(open);
    marks.forEach((itemId, mark) -> out.text(itemId).number(mark.position()).flag(mark.clicked()).real(mark.value()));
    return out.toBytes();
  }

  static Served decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a served impression");
    String userId = in.text();
    long eventTime = in.number();
    boolean open = in.flag();
    Map<String, Mark> marks = new LinkedHashMap<>();
    while (in.hasMore()) {
      marks.put(in.text(), new Mark(in.count(), in.flag(), in.real()));
    }
    return new Served(userId, eventTime, open, marks);
  }
}
