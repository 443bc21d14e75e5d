package io.laserstreams.scoring.sample;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of an impression that was served: enough to know a second one by, and to join
 * what the user did.
 *
 * @param open whether the attribution window is open
 * @param marks what was done with which item, in the order in which it became known; empty once
 *     closed
 */
record ServedImpression(String userId, long eventTime, boolean open, Map<String, Feedback> marks) {
  private static final int LAYOUT = 1;

  ServedImpression {
    requireNonNull(userId, "userId is null");
    marks = Collections.unmodifiableMap(marks);
  }

  static ServedImpression opened(String userId, long eventTime) {
    return new ServedImpression(userId, eventTime, true, Map.of());
  }

  ServedImpression closed() {
    return new ServedImpression(userId, eventTime, false, Map.of());
  }

  ServedImpression with(String itemId, Feedback mark) {
    Map<String, Feedback> changed = new LinkedHashMap<>(marks);
    changed.put(itemId, mark);
    return new ServedImpression(userId, eventTime, open, changed);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).text(userId).number(eventTime).flag(open);
    marks.forEach(
        (itemId, mark) ->
            out.text(itemId).number(mark.position()).flag(mark.clicked()).real(mark.value()));
    return out.toBytes();
  }

  static ServedImpression decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a served impression");
    String userId = in.text();
    long eventTime = in.number();
    boolean open = in.flag();
    Map<String, Feedback> marks = new LinkedHashMap<>();
    while (in.hasMore()) {
      marks.put(in.text(), new Feedback(in.count(), in.flag(), in.real()));
    }
    return new ServedImpression(userId, eventTime, open, marks);
  }
}
