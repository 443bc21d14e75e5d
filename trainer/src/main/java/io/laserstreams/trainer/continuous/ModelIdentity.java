package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import java.util.List;

/**
 * Whether a model that was stored is the one that is configured. How streaming features are
 * standardised is learnt, and widths are not configured: neither is compared.
 */
public final class ModelIdentity {
  private ModelIdentity() {}

  public static boolean same(RecommendationModel stored, TrainerSettings.Model configured) {
    FeatureSpec.Streaming theirs = stored.spec().streaming();
    FeatureSpec.Streaming ours = configured.spec().streaming();
    FeatureSpec spec =
        ours != null && theirs != null && sameFeatures(ours, theirs)
            ? stored.spec().withStreaming(ours)
            : stored.spec();
    return stored.choice().equals(configured.choice()) && spec.equals(fitted(configured));
  }

  /** What the configured model reads of the configured specification. */
  private static FeatureSpec fitted(TrainerSettings.Model configured) {
    return Models.of(configured.choice(), configured.spec()).spec();
  }

  private static boolean sameFeatures(FeatureSpec.Streaming ours, FeatureSpec.Streaming theirs) {
    return ours.settings().equals(theirs.settings())
        && names(ours.ofUser()).equals(names(theirs.ofUser()))
        && names(ours.ofCandidate()).equals(names(theirs.ofCandidate()));
  }

  private static List<String> names(List<Standardised> features) {
    return features.stream().map(Standardised::name).toList();
  }
}
