package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;

/**
 * Knowledge about a dataset's items.
 *
 * @param texts by item id
 * @param vectors by item id; null if the knowledge worker encodes the texts
 */
record ReplayKnowledge(Map<String, String> texts, @Nullable Map<String, float[]> vectors) {
  static final ReplayKnowledge NONE = new ReplayKnowledge(Map.of(), null);
  private static final long ALWAYS = 0;

  /** The texts of these items. */
  Map<String, String> of(Set<String> items) {
    Map<String, String> known = new TreeMap<>(texts);
    known.keySet().retainAll(items);
    return known;
  }

  /** Publishes the knowledge about these items as the app would, valid since 1970. */
  static void publish(
      Map<String, String> known,
      Map<String, float[]> vectors,
      String encoderId,
      RecordPublisher publisher) {
    Provenance provenance =
        new Provenance("replay", "none", List.of(encoderId), ALWAYS, "replay", 0L, 0L);
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
                    List.of(
                        new KnowledgeVector(
                            encoderId, FloatLists.of(requireNonNull(vectors.get(id), id)))),
                    provenance)));
    publisher.flush();
  }
}
