package io.laserstreams.crm.bundle;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.RecommendationModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the {@link Manifest} of a model. */
public final class ManifestBuilder {
  private final String version;
  private final RecommendationModel model;
  private Map<String, Double> metrics = Map.of();
  private long trainedUntil;
  private long seed;
  private @Nullable String labels;

  ManifestBuilder(String version, RecommendationModel model) {
    this.version = requireNonNull(version, "version is null");
    this.model = requireNonNull(model, "model is null");
  }

  /** Figures of the evaluation, by name; those that are NaN are left out. */
  public ManifestBuilder metrics(Map<String, Double> figures) {
    metrics = figures;
    return this;
  }

  /** Event time of the newest sample that the model learned from, milliseconds since the epoch. */
  public ManifestBuilder trainedUntil(long eventTime) {
    trainedUntil = eventTime;
    return this;
  }

  /** The seed of the training. */
  public ManifestBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** What counted as positive, in words; null if unknown. */
  public ManifestBuilder labels(@Nullable String words) {
    labels = words;
    return this;
  }

  public Manifest build() {
    return new Manifest(
        Manifest.FORMAT,
        version,
        model.choice(),
        model.spec(),
        model.shape(),
        metrics,
        trainedUntil,
        seed,
        labels);
  }
}
