package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.factors.FactorTimeline;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.FeaturePass;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Fits of items' factors for trainings on a part of the samples: they learn from the labels of that
 * part alone; with all samples, from everything before the validation part. A model without item
 * knowledge has factors without it. Each fit is made once.
 */
final class SampledFactors {
  private final Dataset data;
  private final Knowledge knowledge;
  private final Map<Key, FactorTimeline> fitted = new HashMap<>();

  private record Key(boolean withKnowledge, double fraction, long seed) {}

  SampledFactors(Dataset data, Knowledge knowledge) {
    this.data = data;
    this.knowledge = knowledge;
  }

  /** Those that a training needs, {@link FactorTimeline#NONE} for a model that needs none. */
  FactorTimeline of(ModelChoice choice, OfflinePlan plan) {
    if (!Models.needsFittedFactors(choice.name())) {
      return FactorTimeline.NONE;
    }
    boolean all = plan.fraction() == 1;
    return fitted.computeIfAbsent(
        new Key(choice.knowledge().ofItems(), plan.fraction(), all ? 0 : plan.seed()),
        key -> fit(key.withKnowledge(), all, plan));
  }

  private FactorTimeline fit(boolean withKnowledge, boolean all, OfflinePlan plan) {
    BitSet drawn = OfflineTrainer.draw(data.protocol(), plan);
    var engine =
        StreamingFeatures.ofStateAlone(
            FeatureChoice.settings(data, StreamingSettings.DEFAULT.epochMillis()));
    return new FeaturePass(data, withKnowledge ? knowledge : Knowledge.NONE, engine)
        .run(
            FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION)
                .wanting(sample -> false)
                .learningFrom(sample -> all || sample >= 0 && drawn.get(sample)),
            done -> {})
        .bases();
  }
}
