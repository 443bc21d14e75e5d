package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open attribution window of a served slate.
 *
 * @param eventTime the impression's
 * @param feedback by item id, in the order of arrival
 */
record Window(String impressionId, long eventTime, Map<String, Feedback> feedback) {
  private static final int FEEDBACK_BYTES = 3 + Float.BYTES;

  Window {
    requireNonNull(impressionId, "impressionId is null");
    feedback = Collections.unmodifiableMap(feedback);
  }

  static Window opened(String impressionId, long eventTime) {
    return new Window(impressionId, eventTime, Map.of());
  }

  Window with(String itemId, Feedback onItem) {
    Map<String, Feedback> changed = new LinkedHashMap<>(feedback);
    changed.put(itemId, onItem);
    return new Window(impressionId, eventTime, changed);
  }

  void write(StateWriter out) {
    out.text(impressionId).number(eventTime).number(feedback.size());
    feedback.forEach(
        (itemId, onItem) ->
            out.text(itemId).number(onItem.position()).flag(onItem.clicked()).real(onItem.value()));
  }

  /** Moves past a window, from behind its impression id; returns its event time. */
  static long skip(StateReader in) {
    long eventTime = in.number();
    for (int items = in.size(FEEDBACK_BYTES); items > 0; items--) {
      in.skipText();
      in.count();
      in.flag();
      in.real();
    }
    return eventTime;
  }

  static Window read(StateReader in) {
    String impressionId = in.text();
    long eventTime = in.number();
    int items = in.size(FEEDBACK_BYTES);
    Map<String, Feedback> feedback = new LinkedHashMap<>();
    for (int i = 0; i < items; i++) {
      feedback.put(in.text(), new Feedback(in.count(), in.flag(), in.real()));
    }
    return new Window(impressionId, eventTime, feedback);
  }
}
