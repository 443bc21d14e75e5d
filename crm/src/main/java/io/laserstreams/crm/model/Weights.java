package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.ops.Init;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's parameters by name, in the order in which the model first requested them. */
public final class Weights {
  /**
   * One parameter.
   *
   * @param init how it was initialised, which also tells its kind
   * @param shape its dimensions
   * @param values its numbers, row by row
   */
  public record Weight(Init init, int[] shape, float[] values) {
    public Weight {
      requireNonNull(init, "init is null");
      int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      if (size != values.length) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " does not hold " + values.length + " numbers");
      }
    }
  }

  private final Map<String, Weight> weights = new LinkedHashMap<>();

  /** The parameter, or a new one that is initialised from the seed. */
  public Weight getOrInit(String name, Init init, int[] shape, long seed) {
    return weights.computeIfAbsent(
        name, missing -> new Weight(init, shape, init.values(name, shape, seed)));
  }

  /**
   * The parameter.
   *
   * @throws IllegalArgumentException if it is missing or has another shape
   */
  public Weight get(String name, int[] shape) {
    Weight weight = weights.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("parameter '" + name + "' is missing");
    }
    if (!Arrays.equals(weight.shape(), shape)) {
      throw new IllegalArgumentException(
          "parameter '%s' has shape %s, the model requires %s"
              .formatted(name, Arrays.toString(weight.shape()), Arrays.toString(shape)));
    }
    return weight;
  }

  public void put(String name, Weight weight) {
    weights.put(name, weight);
  }

  public Map<String, Weight> asMap() {
    return Collections.unmodifiableMap(weights);
  }

  /** How many numbers all parameters have together. */
  public long size() {
    return weights.values().stream().mapToLong(weight -> weight.values().length).sum();
  }
}
