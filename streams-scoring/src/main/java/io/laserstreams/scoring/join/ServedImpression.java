package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A served impression: enough to recognize a duplicate, and to join feedback.
 *
 * @param open whether the attribution window is open
 * @param feedback by item id, in the order of arrival; empty once the window is closed
 */
record ServedImpression(
    String userId, long eventTime, boolean open, Map<String, Feedback> feedback) {
  private static final int LAYOUT = 1;

  ServedImpression {
    requireNonNull(userId, "userId is null");
    feedback = Collections.unmodifiableMap(feedback);
  }

  static ServedImpression opened(String userId, long eventTime) {
    return new ServedImpression(userId, eventTime, true, Map.of());
  }

  ServedImpression closed() {
    return new ServedImpression(userId, eventTime, false, Map.of());
  }

  ServedImpression with(String itemId, Feedback onItem) {
    Map<String, Feedback> changed = new LinkedHashMap<>(feedback);
    changed.put(itemId, onItem);
    return new ServedImpression(userId, eventTime, open, changed);
  }

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).text(userId).number(eventTime).flag(open);
    feedback.forEach(
        (itemId, onItem) ->
            out.text(itemId).number(onItem.position()).flag(onItem.clicked()).real(onItem.value()));
    return out.toBytes();
  }

  static ServedImpression decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a served impression");
    String userId = in.text();
    long eventTime = in.number();
    boolean open = in.flag();
    Map<String, Feedback> feedback = new LinkedHashMap<>();
    while (in.hasMore()) {
      feedback.put(in.text(), new Feedback(in.count(), in.flag(), in.real()));
    }
    return new ServedImpression(userId, eventTime, open, feedback);
  }
}
