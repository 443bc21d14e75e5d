package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.List;

/** Looks up the features of a slate's items. */
final class ItemFeatureLookup {
  private final FeatureSpec spec;
  private final ItemCatalogue catalogue;

  ItemFeatureLookup(FeatureSpec spec, ItemCatalogue catalogue) {
    this.spec = requireNonNull(spec, "spec is null");
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
  }

  /**
   * A slate with its items' features.
   *
   * @param history parallel to the user's history
   * @param candidates parallel to the slate's candidates
   */
  record Described(UserFeatures user, List<ItemFeatures> history, List<ItemFeatures> candidates) {}

  Described describe(LabelledSlate slate) {
    long time = slate.eventTime();
    return new Described(
        slate.user(),
        slate.user().history().stream()
            .map(event -> catalogue.features(event.itemId(), true, time))
            .toList(),
        slate.candidates().stream()
            .map(
                candidate -> catalogue.features(candidate.itemId(), candidate.hadKnowledge(), time))
            .toList());
  }

  ItemCatalogue catalogue() {
    return catalogue;
  }

  FeatureSpec spec() {
    return spec;
  }
}
