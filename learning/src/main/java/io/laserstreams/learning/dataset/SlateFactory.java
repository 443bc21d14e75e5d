package io.laserstreams.learning.dataset;

import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.learning.torch.Slate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes slates from a dataset's impressions. Each item is one object, so that a batch puts it
 * through the item tower once.
 */
final class SlateFactory {
  private final Dataset data;
  private final Knowledge knowledge;
  private final KnownItems items;

  SlateFactory(Dataset data, Knowledge knowledge) {
    this.data = data;
    this.knowledge = knowledge;
    this.items = new KnownItems(data, knowledge);
  }

  /** Users' knowledge before the first impression. */
  UserKnowledgeVectors userKnowledge() {
    return new UserKnowledgeVectors(knowledge);
  }

  /** The interactions of an impression as they enter the history. */
  static List<HistoryEvent> events(Impression impression) {
    List<HistoryEvent> events = new ArrayList<>(1);
    for (int i = 0; i < impression.candidates().size(); i++) {
      Candidate candidate = impression.candidates().get(i);
      if (candidate.interacted()) {
        events.add(
            new HistoryEvent(
                impression.interactionId(i),
                candidate.itemId(),
                impression.interactionTime(),
                candidate.value()));
      }
    }
    return events;
  }

  /** Whether what is known about items depends on the time. */
  boolean isTimed() {
    return !knowledge.timedItems().isEmpty();
  }

  /** The items of events, with what is known about them before this time in the data. */
  List<ItemFeatures> items(List<HistoryEvent> events, long time) {
    List<ItemFeatures> found = new ArrayList<>(events.size());
    for (HistoryEvent event : events) {
      found.add(items.of(event.itemId(), time));
    }
    return found;
  }

  /**
   * @param historyItems the items of {@code history}, parallel to it
   * @param userKnowledge the user's knowledge vector, null for none
   */
  Slate slate(
      Impression impression,
      List<HistoryEvent> history,
      List<ItemFeatures> historyItems,
      float @Nullable [] userKnowledge) {
    Map<String, String> profile = data.profiles().getOrDefault(impression.userId(), Map.of());
    List<Candidate> candidates = impression.candidates();
    float[] labels = new float[candidates.size()];
    List<ItemFeatures> shown = new ArrayList<>(candidates.size());
    for (int i = 0; i < labels.length; i++) {
      labels[i] = candidates.get(i).positive() ? 1 : 0;
      shown.add(items.of(candidates.get(i).itemId(), impression.time()));
    }
    var user =
        new UserFeatures(
            impression.eventTime(), profile, impression.context(), history, userKnowledge);
    return new Slate(user, historyItems, shown, labels);
  }
}
