package io.laserstreams.scoring.items;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import java.util.Locale;

/** Checks that a record is about the subject that its key and topic imply. */
public final class SubjectCheck {
  private SubjectCheck() {}

  /**
   * @throws BadRecordException if the record of an item has another item's key
   */
  public static void requireItem(String key, String itemId) {
    if (!itemId.equals(key)) {
      throw new BadRecordException(
          "wrong-key",
          "The record's key is '" + key + "' but its value is about item '" + itemId + "'");
    }
  }

  /**
   * @throws BadRecordException if the knowledge is about another kind of subject
   */
  public static void requireKind(SubjectKind expected, Knowledge knowledge) {
    if (knowledge.getSubjectKind() != expected) {
      throw new BadRecordException(
          "wrong-subject",
          "Knowledge of "
              + knowledge.getSubjectKind()
              + " '"
              + knowledge.getSubjectId()
              + "' is on the topic of "
              + expected.name().toLowerCase(Locale.ROOT)
              + " knowledge");
    }
  }
}
