package io.laserstreams.scoring.items;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.item.ItemFeatures;
import org.jspecify.annotations.Nullable;

/**
 * A known item.
 *
 * @param knowledge null if absent
 */
public record StoredItem(
    String itemId, ItemDescription description, @Nullable ItemKnowledge knowledge) {
  /** The vector that a model can use: of its encoder and of its size; else null. */
  public float @Nullable [] vectorFor(FeatureSpec spec) {
    Encoder encoder = spec.itemEncoder();
    if (encoder == null || knowledge == null) {
      return null;
    }
    float[] vector = knowledge.vectors().get(encoder.id());
    return vector == null || vector.length != encoder.dimensions() ? null : vector;
  }

  /** Features with a vector, or without one. */
  public ItemFeatures features(float @Nullable [] vector) {
    return new ItemFeatures(itemId, description.categories(), description.fields(), vector);
  }
}
