package io.laserstreams.crm.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.RecommendationModel;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about itself. A reader takes the fields that it knows and ignores the others.
 *
 * @param format version of the bundle's format
 * @param version the model's version, unique and never reused
 * @param model which model it is
 * @param spec what the model reads
 * @param shape widths of the model
 * @param metrics figures of the evaluation that the release rests on, by name; figures that could
 *     not be measured are absent
 * @param trainedUntil event time of the newest sample that the model learned from, milliseconds
 *     since the epoch
 * @param seed of the training
 * @param labels what counted as positive, in words; null if unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int format,
    String version,
    ModelChoice model,
    FeatureSpec spec,
    ModelShape shape,
    Map<String, Double> metrics,
    long trainedUntil,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String labels) {
  /** The format that this code writes and reads. */
  public static final int FORMAT = 2;

  public Manifest {
    requireNonNull(version, "version is null");
    requireNonNull(model, "model is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(shape, "shape is null");
    metrics = new TreeMap<>(metrics == null ? Map.of() : metrics);
    metrics.values().removeIf(figure -> figure == null || figure.isNaN());
  }

  /**
   * Starts a manifest of the current {@link #FORMAT}.
   *
   * @param version the model's version, unique and never reused
   */
  public static ManifestBuilder builder(String version, RecommendationModel model) {
    return new ManifestBuilder(version, model);
  }
}
