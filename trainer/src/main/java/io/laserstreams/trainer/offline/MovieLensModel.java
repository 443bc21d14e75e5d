package io.laserstreams.trainer.offline;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.trainer.dataset.MovieLens;
import java.util.List;

/** What models read of MovieLens-1M, chosen on its validation part. */
public final class MovieLensModel {
  private static final int HISTORY_LENGTH = 30;
  private static final int CATEGORIES_PER_ITEM = 6;

  private MovieLensModel() {}

  /** @param itemEncoder the encoder of item knowledge, null for models without knowledge */
  public static FeatureSpec spec(FeatureSpec.Encoder itemEncoder) {
    return new FeatureSpec(
        HISTORY_LENGTH,
        List.of(1.5f, 2.5f, 3.5f, 4.5f),
        MovieLens.USER_FIELDS,
        List.of(),
        List.of(),
        CATEGORIES_PER_ITEM,
        itemEncoder,
        null,
        new FeatureSpec.Capacity(4096, 32, 4096));
  }
}
