package io.laserstreams.tools.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which records to print: those that meet all criteria that are not null. A damaged record passes
 * unless its key rules it out.
 *
 * @param key of the record
 * @param user whom the record is about
 * @param item which the record names, also among candidates and in a history
 * @param impression which the record is, answers or follows
 */
public record RecordFilter(
    @Nullable String key,
    @Nullable String user,
    @Nullable String item,
    @Nullable String impression) {
  /** Lets every record pass. */
  public static final RecordFilter NONE = new RecordFilter(null, null, null, null);

  /**
   * Refuses criteria that no record of a topic can meet.
   *
   * @throws UserException naming the criterion and what the topic's records have instead
   */
  void requirePossible(Topic topic) {
    subjects()
        .forEach(
            (subject, id) -> {
              if (!subject.canBeIn(topic)) {
                throw new UserException(
                    "No record of "
                        + topic.baseName()
                        + " names "
                        + subject.field()
                        + " '"
                        + id
                        + "': its values have no such field. Its key is "
                        + topic.key()
                        + ", which --key selects");
              }
            });
  }

  /** Whether the record has the key, where one is wanted. */
  boolean acceptsKey(byte @Nullable [] actual) {
    return key == null || key.equals(text(actual));
  }

  /**
   * Whether the record passes.
   *
   * @param origin the topic that decides what its key names; empty if unknown
   * @param mayHide whether a value that is not Avro may name anything
   */
  boolean accepts(TailedRecord record, Optional<Topic> origin, boolean mayHide) {
    String actual = text(record.source().key());
    return acceptsKey(record.source().key())
        && subjects().entrySet().stream()
            .allMatch(
                wanted ->
                    isAbout(wanted.getKey(), wanted.getValue(), record, actual, origin, mayHide));
  }

  private static boolean isAbout(
      Subject subject,
      String id,
      TailedRecord record,
      @Nullable String key,
      Optional<Topic> origin,
      boolean mayHide) {
    boolean named = origin.filter(subject::isKeyOf).isPresent() && key != null;
    if (named && id.equals(key)) {
      return true;
    }
    JsonNode value = record.value().json();
    if (record.value().schema() != null) {
      return subject.isNamed(id, value);
    }
    return !named && !value.isNull() && (mayHide || record.value().damage() != null);
  }

  private Map<Subject, String> subjects() {
    Map<Subject, String> subjects = new EnumMap<>(Subject.class);
    put(subjects, Subject.USER, user);
    put(subjects, Subject.ITEM, item);
    put(subjects, Subject.IMPRESSION, impression);
    return subjects;
  }

  private static void put(Map<Subject, String> subjects, Subject subject, @Nullable String id) {
    if (id != null) {
      subjects.put(subject, id);
    }
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : PlainJson.text(bytes).orElse(null);
  }
}
