package io.laserstreams.tools.knowledge;

import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import java.util.Locale;

/** Where knowledge about a kind of subject is. */
final class KnowledgeTopics {
  private KnowledgeTopics() {}

  static Topic of(SubjectKind kind) {
    return switch (kind) {
      case USER -> Topic.KNOWLEDGE_USERS;
      case ITEM -> Topic.KNOWLEDGE_ITEMS;
      case UNKNOWN -> throw new IllegalArgumentException("kind is unknown");
    };
  }

  /** For people: {@code user} or {@code item}. */
  static String name(SubjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
