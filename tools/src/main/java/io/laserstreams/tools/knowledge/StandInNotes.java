package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.MeanDirection;
import io.laserstreams.learning.dataset.description.DatasetDescription.Label;
import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a language model's notes about users: the mean of the knowledge vectors of the
 * liked items among the events that a request carries. It says no more than a writer could know.
 */
final class StandInNotes {
  private final Map<String, float[]> items;
  private final Label label;
  private final Map<String, NavigableMap<Long, float[]>> notes = new HashMap<>();

  /**
   * @param items their vectors by id
   * @param label what a like is
   */
  StandInNotes(Map<String, float[]> items, Label label) {
    this.items = requireNonNull(items, "items is null");
    this.label = requireNonNull(label, "label is null");
  }

  /**
   * Writes one, known after {@code now}; none if the request carries no liked item with a vector.
   */
  void write(KnowledgeRequest request, long now) {
    MeanDirection liked = new MeanDirection();
    for (HistoryEntry event : request.getHistory()) {
      float[] item = items.get(event.getItemId());
      if (item != null && isLiked(event.getValue())) {
        liked.add(item);
      }
    }
    float[] note = liked.unit();
    if (note != null) {
      notes.computeIfAbsent(request.getSubjectId(), user -> new TreeMap<>()).put(now, note);
    }
  }

  /** All of them, by user and by the time after which each is known. */
  Map<String, NavigableMap<Long, float[]>> byUser() {
    return Collections.unmodifiableMap(notes);
  }

  private boolean isLiked(@Nullable Float value) {
    return value == null || label.likes(value);
  }
}
