package io.laserstreams.scoring.items;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and validates the vectors of a knowledge record. */
public final class KnowledgeVectors {
  private static final int MAX_ENCODERS = 8;
  private static final int MAX_DIMENSIONS = 4_096;

  private KnowledgeVectors() {}

  /**
   * Vectors by encoder id.
   *
   * @param expected the encoder whose vectors the serving model reads, null if none
   * @throws BadRecordException if a vector is not finite, or not of its encoder's size
   */
  public static Map<String, float[]> of(Knowledge knowledge, @Nullable Encoder expected) {
    String subject =
        knowledge.getSubjectKind().name().toLowerCase(Locale.ROOT)
            + " '"
            + knowledge.getSubjectId()
            + "'";
    if (knowledge.getVectors().size() > MAX_ENCODERS) {
      throw new BadRecordException(
          "too-many-vectors",
          "The knowledge of "
              + subject
              + " has "
              + knowledge.getVectors().size()
              + " vectors; at most "
              + MAX_ENCODERS
              + " are kept");
    }
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (KnowledgeVector vector : knowledge.getVectors()) {
      vectors.put(vector.getEncoderId(), finite(vector, subject));
    }
    if (expected != null) {
      requireSize(vectors, expected, subject);
    }
    return vectors;
  }

  private static void requireSize(Map<String, float[]> vectors, Encoder expected, String subject) {
    float[] used = vectors.get(expected.id());
    if (used != null && used.length != expected.dimensions()) {
      throw new BadRecordException(
          InvalidVectorException.SIZE,
          "The vector of "
              + subject
              + " has "
              + used.length
              + " numbers; vectors by encoder "
              + expected.id()
              + " have "
              + expected.dimensions());
    }
  }

  private static float[] finite(KnowledgeVector vector, String subject) {
    List<Float> values = vector.getValues();
    if (values.isEmpty() || values.size() > MAX_DIMENSIONS) {
      throw new BadRecordException(
          InvalidVectorException.SIZE,
          "The vector of "
              + subject
              + " by encoder "
              + vector.getEncoderId()
              + " has "
              + values.size()
              + " numbers; 1 to "
              + MAX_DIMENSIONS
              + " are accepted");
    }
    float[] numbers = new float[values.size()];
    int index = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BadRecordException(
            InvalidVectorException.NOT_FINITE,
            "The vector of "
                + subject
                + " by encoder "
                + vector.getEncoderId()
                + " has "
                + value
                + " at index "
                + index);
      }
      numbers[index++] = value;
    }
    return numbers;
  }
}
