package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import java.util.function.ToDoubleFunction;

/**
 * A named number computed from the stream, strictly from what happened before the impression.
 * Declared in {@link FeatureCatalogue}.
 *
 * @param name {@code family.what}, or {@code family:parameter} for features that differ only in a
 *     parameter
 * @param side what it is a property of
 * @param scale what kind of number it is
 * @param source where it comes from
 * @param missing its value if there is nothing to compute it from
 * @param owner the package responsible for it
 * @param meaning in one sentence
 * @param reader computes it; NaN if there is nothing to compute it from
 */
public record StreamingFeature(
    String name,
    Side side,
    Scale scale,
    Source source,
    double missing,
    String owner,
    String meaning,
    ToDoubleFunction<FeatureContext> reader) {
  /** What a feature is a property of. */
  public enum Side {
    /** Of the user; computed once for an impression. */
    USER,
    /** Of the candidate; the same for all users. */
    ITEM,
    /** Of user and candidate together. */
    PAIR
  }

  /** What kind of number a feature is. */
  public enum Scale {
    LOG_COUNT("natural logarithm of one plus a count"),
    LOG_SECONDS("natural logarithm of one plus a number of seconds"),
    VALUE("on the scale of values, such as stars"),
    RESIDUAL("difference of values"),
    SHARE("from 0 to 1"),
    NUMBER("a plain number");

    private final String meaning;

    Scale(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }

  /** Where a feature comes from, which determines up to when it sees events. */
  public enum Source {
    USER_STATE("interactions of the user, each applied on arrival"),
    EPOCHS("interactions of all users in epochs of event time that ended before the impression"),
    FITTED_FACTORS("a fit of the trainer to events before the impression"),
    STATE_AND_EPOCHS(
        "the user's interactions on arrival, and epochs that ended before the impression"),
    STATE_AND_FITTED_FACTORS(
        "the user's interactions on arrival, seen through a fit to events before the impression"),
    CATALOGUE("the item as known at the impression");

    private final String semantics;

    Source(String semantics) {
      this.semantics = semantics;
    }

    /** Which events it is computed from. */
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

  float read(FeatureContext context) {
    double value = reader.applyAsDouble(context);
    return (float) (Double.isNaN(value) ? missing : value);
  }
}
