package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import java.util.function.ToDoubleFunction;

/**
 * A named number that is computed from the stream, strictly from what was before the impression.
 * Declared in {@link FeatureCatalogue}.
 *
 * @param name {@code family.what}, with {@code :parameter} behind it where several differ only in
 *     that
 * @param side what it is a property of
 * @param type what kind of number it is
 * @param source where it comes from
 * @param missing its value where there is nothing to compute it from
 * @param owner the package that answers for it
 * @param meaning in one sentence
 * @param reader computes it; NaN stands for nothing to compute it from
 */
public record StreamingFeature(
    String name,
    Side side,
    Type type,
    Source source,
    double missing,
    String owner,
    String meaning,
    ToDoubleFunction<FeatureContext> reader) {
  /** What a feature is a property of. */
  public enum Side {
    /** Computed once for an impression. */
    USER,
    /** The same for all users. */
    ITEM,
    /** Of user and candidate together. */
    PAIR
  }

  /** What kind of number a feature is. */
  public enum Type {
    LOG_COUNT("natural logarithm of one more than a count"),
    LOG_SECONDS("natural logarithm of one more than a number of seconds"),
    VALUE("on the scale of values, such as stars"),
    RESIDUAL("difference of values"),
    SHARE("from 0 to 1"),
    NUMBER("a plain number");

    private final String meaning;

    Type(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }

  /** Where a feature comes from, which says what its time means. */
  public enum Source {
    USER_STATE("interactions of the user that have arrived, each applied when it did"),
    EPOCHS(
        "interactions of all users in the epochs of event time that ended before the impression"),
    BASIS("a fit of the trainer to events before the impression"),
    STATE_AND_EPOCHS(
        "the user's interactions that have arrived, and epochs that ended before the impression"),
    STATE_AND_BASIS(
        "the user's interactions that have arrived, seen through a fit to events before the"
            + " impression"),
    CATALOGUE("the item as it is known at the impression");

    private final String semantics;

    Source(String semantics) {
      this.semantics = semantics;
    }

    /** Which events it is made of. */
    public String semantics() {
      return semantics;
    }
  }

  public StreamingFeature {
    requireNonNull(name, "name is null");
    requireNonNull(side, "side is null");
    requireNonNull(reader, "reader is null");
  }

  /** The name up to the first dot or colon: features that belong together. */
  public String family() {
    return name.split("[.:]", 2)[0];
  }

  float read(FeatureContext scene) {
    double value = reader.applyAsDouble(scene);
    return (float) (Double.isNaN(value) ? missing : value);
  }
}
