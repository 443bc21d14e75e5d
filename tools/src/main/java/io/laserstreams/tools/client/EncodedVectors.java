package io.laserstreams.tools.client;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import java.util.List;

/** Which of a record's vectors a model reads. */
public final class EncodedVectors {
  private EncodedVectors() {}

  /** The vector of this encoder and of its size; null where there is none, or no encoder. */
  public static float[] by(Encoder encoder, List<KnowledgeVector> vectors) {
    for (KnowledgeVector vector : vectors) {
      if (encoder != null
          && vector.getEncoderId().equals(encoder.id())
          && vector.getValues().size() == encoder.dimensions()) {
        return FloatLists.toArray(vector.getValues());
      }
    }
    return null;
  }
}
