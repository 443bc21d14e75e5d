package io.laserstreams.crm.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a bundle says of itself. A reader takes the fields that it knows and leaves the others.
 *
 * @param format version of the bundle's format
 * @param version the model's version, unique and never reused
 * @param model which model it is
 * @param spec what the model reads
 * @param shape widths of the model
 * @param metrics figures of the evaluation that let it out, by name; what could not be measured is
 *     left out
 * @param trainedUntil event time of the newest sample that it learnt from, milliseconds since the
 *     epoch
 * @param seed of its training
 * @param labels what counted as positive, in words; null where that is not known
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
    @JsonInclude(JsonInclude.Include.NON_NULL) String labels) {
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

  /** Of a model about whose labels nothing is known. */
  public Manifest(
      int format,
      String version,
      ModelChoice model,
      FeatureSpec spec,
      ModelShape shape,
      Map<String, Double> metrics,
      long trainedUntil,
      long seed) {
    this(format, version, model, spec, shape, metrics, trainedUntil, seed, null);
  }
}
