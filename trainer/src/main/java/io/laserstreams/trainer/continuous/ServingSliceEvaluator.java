package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates bundles with the scorer that serves them, so that what is released is known to load,
 * and candidate and serving model are compared on what users get.
 */
final class ServingSliceEvaluator implements SliceEvaluator {
  private static final Logger log = LoggerFactory.getLogger(ServingSliceEvaluator.class);
  private static final int ITEMS_PER_CALL = 256;

  private final ItemFeatureLookup features;
  private final Device device;

  ServingSliceEvaluator(ItemFeatureLookup features, Device device) {
    this.features = requireNonNull(features, "features is null");
    this.device = requireNonNull(device, "device is null");
  }

  @Override
  public Optional<SliceScore> evaluate(byte[] bundle, List<LabelledSlate> slice) {
    try {
      ModelBundle model = ModelBundle.read(bundle);
      if (!Objects.equals(model.spec().itemEncoder(), features.spec().itemEncoder())
          || !Objects.equals(model.spec().userEncoder(), features.spec().userEncoder())) {
        log.warn(
            "Model {} reads other encoders than those configured here and cannot be evaluated",
            model.version());
        return Optional.empty();
      }
      try (Scorer scorer = Scorer.open(model, device)) {
        return Optional.of(evaluate(scorer, slice));
      }
    } catch (InvalidBundleException | IllegalArgumentException e) {
      log.warn("A model cannot be evaluated: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private SliceScore evaluate(Scorer scorer, List<LabelledSlate> slice) {
    ClickMetrics metrics = new ClickMetrics();
    long positives = 0;
    List<ItemFeatureLookup.Described> described = slice.stream().map(features::describe).toList();
    IdentityHashMap<ItemFeatures, float[]> rows = rows(scorer, described);
    for (int s = 0; s < slice.size(); s++) {
      ItemFeatureLookup.Described slate = described.get(s);
      float[] logits =
          scorer.logits(
              slate.user(),
              slate.history().stream().map(rows::get).toList(),
              slate.candidates().stream().map(rows::get).toList(),
              LoggedFeatures.read(
                  slice.get(s).features(), scorer.spec().streaming(), slate.candidates().size()));
      for (int c = 0; c < logits.length; c++) {
        boolean positive = slice.get(s).candidates().get(c).liked();
        metrics.add(logits[c], positive);
        positives += positive ? 1 : 0;
      }
    }
    return new SliceScore(metrics.samples(), positives, metrics.auc(), metrics.logLoss());
  }

  private static IdentityHashMap<ItemFeatures, float[]> rows(
      Scorer scorer, List<ItemFeatureLookup.Described> slates) {
    Set<ItemFeatures> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    slates.forEach(
        slate -> {
          distinct.addAll(slate.history());
          distinct.addAll(slate.candidates());
        });
    List<ItemFeatures> items = List.copyOf(distinct);
    IdentityHashMap<ItemFeatures, float[]> rows = new IdentityHashMap<>();
    for (int from = 0; from < items.size(); from += ITEMS_PER_CALL) {
      List<ItemFeatures> part = items.subList(from, Math.min(items.size(), from + ITEMS_PER_CALL));
      float[][] computed = scorer.itemRows(part);
      for (int i = 0; i < computed.length; i++) {
        rows.put(part.get(i), computed[i]);
      }
    }
    return rows;
  }
}
