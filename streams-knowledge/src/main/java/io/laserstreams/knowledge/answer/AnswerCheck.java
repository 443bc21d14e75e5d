package io.laserstreams.knowledge.answer;

import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SubjectKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether an answer is valid: it is about its key, has a text, and has at least one vector, each
 * finite and of its encoder's size.
 *
 * @param dimensions size of the vectors by encoder id; other encoders' vectors may have any size
 *     above 0
 */
public record AnswerCheck(Map<String, Integer> dimensions) {
  public AnswerCheck {
    dimensions = Map.copyOf(dimensions);
  }

  /**
   * @throws BadRecordException naming what is wrong
   */
  public void validate(String key, KnowledgeAnswer answer) {
    if (answer.getSubjectKind() != SubjectKind.USER
        && answer.getSubjectKind() != SubjectKind.ITEM) {
      throw bad("unknown-subject-kind", answer, "is about neither a user nor an item");
    }
    if (!answer.getSubjectId().equals(key)) {
      throw bad("wrong-key", answer, "has the key '" + key + "'; it must be the subject's id");
    }
    if (answer.getText().isBlank()) {
      throw bad("empty-text", answer, "has no text");
    }
    if (answer.getVectors().isEmpty()) {
      throw bad("no-vector", answer, "has no vector; configure an encoder in the knowledge-worker");
    }
    Set<String> encoders = new HashSet<>();
    for (KnowledgeVector vector : answer.getVectors()) {
      if (!encoders.add(vector.getEncoderId())) {
        throw bad(
            "duplicate-encoder", answer, "has two vectors of encoder " + vector.getEncoderId());
      }
      validate(vector, answer);
    }
  }

  private void validate(KnowledgeVector vector, KnowledgeAnswer answer) {
    List<Float> values = vector.getValues();
    Integer expected = dimensions.get(vector.getEncoderId());
    if (expected == null ? values.isEmpty() : values.size() != expected) {
      throw bad(
          InvalidVectorException.SIZE,
          answer,
          "has a vector of size "
              + values.size()
              + " by encoder "
              + vector.getEncoderId()
              + ", expected "
              + (expected == null ? "at least 1" : expected)
              + "; see encoder.dimensions");
    }
    for (int i = 0; i < values.size(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw bad(
            InvalidVectorException.NOT_FINITE,
            answer,
            "has "
                + values.get(i)
                + " at "
                + i
                + " in the vector by encoder "
                + vector.getEncoderId());
      }
    }
  }

  private static BadRecordException bad(String reason, KnowledgeAnswer answer, String what) {
    return new BadRecordException(
        reason, "Answer to request " + answer.getRequestId() + " " + what);
  }
}
