package io.laserstreams.tools.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What a record can be about, and where its value names it. */
enum Subject {
  USER("userId", List.of(), SubjectKind.USER),
  ITEM("itemId", List.of("candidates", "history"), SubjectKind.ITEM),
  IMPRESSION("impressionId", List.of(), null);

  private static final String SUBJECT_KIND = "subjectKind";
  private static final String SUBJECT_ID = "subjectId";

  private final String field;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> lists;

  private final @Nullable SubjectKind kind;

  /**
   * @param lists fields that hold ids, or records with {@code field}
   * @param kind what a record of knowledge is about; null if there is no knowledge about these
   */
  Subject(String field, List<String> lists, @Nullable SubjectKind kind) {
    this.field = field;
    this.lists = lists;
    this.kind = kind;
  }

  /** The field of a value that names it. */
  String field() {
    return field;
  }

  /** Whether keys of the topic are its ids. */
  boolean isKeyOf(Topic topic) {
    return topic.key().equals(field);
  }

  /** Whether records of the topic can name one. */
  boolean canBeIn(Topic topic) {
    if (topic.schema().isEmpty() || isKeyOf(topic)) {
      return true;
    }
    Schema schema = topic.schema().get();
    boolean isSubject = schema.getField(SUBJECT_ID) != null;
    return schema.getField(field) != null
        || (isSubject && kind != null && topic.key().equals(SUBJECT_ID))
        || (!isSubject && lists.stream().anyMatch(list -> schema.getField(list) != null));
  }

  /** Whether the value names the one with this id. */
  boolean isNamed(String id, JsonNode value) {
    return id.equals(value.path(field).textValue())
        || isSubject(id, value)
        || lists.stream().anyMatch(list -> isListed(id, value.path(list)));
  }

  private boolean isSubject(String id, JsonNode value) {
    return kind != null
        && kind.name().equals(value.path(SUBJECT_KIND).textValue())
        && id.equals(value.path(SUBJECT_ID).textValue());
  }

  private boolean isListed(String id, JsonNode list) {
    for (JsonNode element : list) {
      if (id.equals(element.textValue()) || id.equals(element.path(field).textValue())) {
        return true;
      }
    }
    return false;
  }
}
