package io.laserstreams.tools.replay;

import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.RecordPublisher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be read about a dataset's items.
 *
 * @param texts by item id
 * @param vectors by item id, null where the knowledge worker is to encode the texts
 */
record ReplayKnowledge(Map<String, String> texts, Map<String, float[]> vectors) {
  static final ReplayKnowledge NONE = new ReplayKnowledge(Map.of(), null);
  private static final long ALWAYS = 0;

  /** The texts of these items. */
  Map<String, String> of(Set<String> items) {
    Map<String, String> known = new TreeMap<>(texts);
    known.keySet().retainAll(items);
    return known;
  }

  /**
   * Publishes what is known of these items as knowledge would, true since 1970; returns of how
   * many.
   */
  int publish(RecordPublisher publisher, Set<String> items, String encoderId) {
    Map<String, String> known = of(items);
    Provenance provenance = new Provenance("replay", "none", List.of(encoderId), ALWAYS, "replay");
    known.forEach(
        (id, text) ->
            publisher.send(
                Topic.KNOWLEDGE_ITEMS,
                id,
                new Knowledge(
                    SubjectKind.ITEM,
                    id,
                    ALWAYS,
                    ALWAYS,
                    text,
                    List.of(new KnowledgeVector(encoderId, FloatLists.of(vectors.get(id)))),
                    provenance)));
    publisher.flush();
    return known.size();
  }
}
