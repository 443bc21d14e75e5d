package io.laserstreams.scoring.items;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.item.ItemFeatures;

/**
 * An item of the table.
 *
 * @param knowledge null where there is none
 */
public record StoredItem(String itemId, ItemDescription description, ItemKnowledge knowledge) {
  /** The vector that a model can use: of its encoder and of its size; else null. */
  public float[] vectorFor(FeatureSpec spec) {
    Encoder encoder = spec.itemEncoder();
    float[] vector =
        encoder == null || knowledge == null ? null : knowledge.vectors().get(encoder.id());
    return vector == null || vector.length != encoder.dimensions() ? null : vector;
  }

  /** Features with this vector, which may be null. */
  public ItemFeatures features(float[] vector) {
    return new ItemFeatures(itemId, description.categories(), description.fields(), vector);
  }
}
