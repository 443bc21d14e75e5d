package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.offline.OfflineTrainer;
import io.laserstreams.learning.streaming.FactorPlan;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.FeaturePass;
import io.laserstreams.learning.streaming.Moments;
import io.laserstreams.learning.streaming.StreamingTable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Streaming features for the trainings of a grid, each table made on demand. Only the last one of
 * the whole stream and the last strict one are kept, because a table takes hundreds of megabytes.
 */
final class FeatureTables {
  private static final int STEPS = 100;

  /** A pass over the million impressions of MovieLens-1M took 131 s. */
  private static final double SECONDS_PER_IMPRESSION = 1.3e-4;

  private final Dataset data;
  private final Knowledge knowledge;
  private final long epochMillis;
  private final ReproductionListener listener;
  private final Map<Boolean, Kept> kept = new HashMap<>();

  private record Key(boolean withKnowledge, FeatureReading reading, double fraction, long seed) {}

  private record Kept(Key key, StreamingTable table) {}

  FeatureTables(
      Dataset data, Knowledge knowledge, long epochMillis, ReproductionListener listener) {
    this.data = data;
    this.knowledge = knowledge;
    this.epochMillis = epochMillis;
    this.listener = listener;
  }

  /** The features of a model before their distribution is known; null for none. */
  FeatureSpec.@Nullable Streaming unheard(FeatureReading reading) {
    StreamingFeatures engine = engine(reading);
    return engine == null ? null : Moments.unheard(engine);
  }

  private @Nullable StreamingFeatures engine(FeatureReading reading) {
    return FeatureChoice.of(reading.features(), data, epochMillis);
  }

  /** The cost of the tables of these variants, one after the other; empty without features. */
  Optional<Cost> cost(List<Variant> variants) {
    Map<Boolean, Key> last = new HashMap<>();
    int passes = 0;
    for (Variant variant : variants) {
      Key key = key(variant, variant.plan());
      if (variant.reading().any() && !key.equals(last.put(key.reading().strict(), key))) {
        passes++;
      }
    }
    return passes == 0
        ? Optional.empty()
        : Optional.of(
            new Cost(
                "streaming features",
                passes,
                passes * SECONDS_PER_IMPRESSION * data.impressions().size(),
                false));
  }

  private static Key key(Variant variant, OfflinePlan plan) {
    boolean withKnowledge = variant.choice().knowledge().ofItems();
    return variant.reading().strict()
        ? new Key(withKnowledge, variant.reading(), plan.fraction(), plan.seed())
        : new Key(withKnowledge, variant.reading(), 1, 0);
  }

  /** The features that a variant reads, of the samples that its training needs; null for none. */
  @Nullable StreamingTable of(Variant variant, OfflinePlan plan) {
    FeatureReading reading = variant.reading();
    StreamingFeatures engine = engine(reading);
    if (engine == null) {
      return null;
    }
    Key key = key(variant, plan);
    Kept last = kept.get(reading.strict());
    if (last == null || !last.key().equals(key)) {
      // Before the next table is made, so that both need not fit into memory.
      kept.remove(reading.strict());
      last = new Kept(key, table(variant, plan, engine));
      kept.put(reading.strict(), last);
    }
    return last.table();
  }

  private StreamingTable table(Variant variant, OfflinePlan plan, StreamingFeatures engine) {
    FeaturePass.Request request = FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION);
    if (variant.reading().strict()) {
      Protocol protocol = data.protocol();
      BitSet drawn = OfflineTrainer.draw(protocol, plan);
      request =
          request
              .learningFrom(sample -> sample >= 0 && drawn.get(sample))
              .wanting(sample -> drawn.get(sample) || protocol.part(sample) != Part.TRAINING);
    }
    Knowledge read = variant.choice().knowledge().ofItems() ? knowledge : Knowledge.NONE;
    return new FeaturePass(data, read, engine).run(request, progress(variant.reading()));
  }

  /** Notifies the listener a hundred times in all. */
  private LongConsumer progress(FeatureReading reading) {
    long all = data.impressions().size();
    return done -> {
      if (done * STEPS / all != (done - 1) * STEPS / all) {
        listener.computing("streaming features: " + reading, (double) done / all);
      }
    };
  }
}
