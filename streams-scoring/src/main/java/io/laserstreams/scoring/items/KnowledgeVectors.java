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

/** Reads the vectors of a knowledge record and judges them. */
public final class KnowledgeVectors {
  private static final int MOST_ENCODERS = 8;
  private static final int MOST_DIMENSIONS = 4_096;

  private KnowledgeVectors() {}

  /**
   * Vectors by encoder id.
   *
   * @param expected the encoder whose vectors the serving model reads, or null
   * @throws BadRecordException where a vector is not finite, or not of the size that its encoder
   *     makes
   */
  public static Map<String, float[]> of(Knowledge knowledge, Encoder expected) {
    String subject =
        knowledge.getSubjectKind().name().toLowerCase(Locale.ROOT)
            + " '"
            + knowledge.getSubjectId()
            + "'";
    if (knowledge.getVectors().size() > MOST_ENCODERS) {
      throw new BadRecordException(
          "too-many-vectors",
          "The knowledge of "
              + subject
              + " has "
              + knowledge.getVectors().size()
              + " vectors; at most "
              + MOST_ENCODERS
              + " are kept");
    }
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (KnowledgeVector vector : knowledge.getVectors()) {
      vectors.put(vector.getEncoderId(), finite(vector, subject));
    }
    float[] used = expected == null ? null : vectors.get(expected.id());
    if (used != null && used.length != expected.dimensions()) {
      throw new BadRecordException(
          InvalidVectorException.SIZE,
          "The vector of "
              + subject
              + " has "
              + used.length
              + " numbers; encoder "
              + expected.id()
              + " makes "
              + expected.dimensions());
    }
    return vectors;
  }

  private static float[] finite(KnowledgeVector vector, String subject) {
    List<Float> values = vector.getValues();
    if (values.isEmpty() || values.size() > MOST_DIMENSIONS) {
      throw new BadRecordException(
          InvalidVectorException.SIZE,
          "The vector of "
              + subject
              + " by encoder "
              + vector.getEncoderId()
              + " has "
              + values.size()
              + " numbers; 1 to "
              + MOST_DIMENSIONS
              + " are accepted");
    }
    float[] numbers = new float[values.size()];
    int at = 0;
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
                + at);
      }
      numbers[at++] = value;
    }
    return numbers;
  }
}
