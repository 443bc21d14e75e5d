package io.laserstreams.tools.knowledge;

import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.RecordReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The positions of the knowledge that a system has accepted. */
final class KnownPositions {
  private final Map<SubjectKey, Long> positions = new HashMap<>();

  private KnownPositions() {}

  /** Reads them from the topics. */
  static KnownPositions read(AppConfig config, Collection<SubjectKind> kinds) {
    var known = new KnownPositions();
    for (SubjectKind kind : kinds) {
      try (RecordReader reader = RecordReader.factory(config).apply(KnowledgeTopics.of(kind))) {
        reader.forEachReadable(
            Knowledge.class,
            (id, knowledge) -> {
              if (knowledge == null) {
                known.positions.remove(new SubjectKey(kind, id));
              } else {
                known.positions.put(new SubjectKey(kind, id), knowledge.getPosition());
              }
            });
      }
    }
    return known;
  }

  /** Empty if there is no knowledge about the subject. */
  OptionalLong of(SubjectKey key) {
    Long position = positions.get(key);
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  /** Whether knowledge at a position would change nothing. */
  boolean covers(SubjectKey key, long position) {
    OptionalLong known = of(key);
    return known.isPresent() && known.getAsLong() >= position;
  }
}
