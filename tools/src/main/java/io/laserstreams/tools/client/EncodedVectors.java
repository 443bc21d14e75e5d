package io.laserstreams.tools.client;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vector of a record that a model reads. */
public final class EncodedVectors {
  private EncodedVectors() {}

  /** The vector of this encoder and of its size; null if absent, or without an encoder. */
  public static float @Nullable [] by(@Nullable Encoder encoder, List<KnowledgeVector> vectors) {
    if (encoder == null) {
      return null;
    }
    for (KnowledgeVector vector : vectors) {
      if (vector.getEncoderId().equals(encoder.id())
          && vector.getValues().size() == encoder.dimensions()) {
        return FloatLists.toArray(vector.getValues());
      }
    }
    return null;
  }
}
