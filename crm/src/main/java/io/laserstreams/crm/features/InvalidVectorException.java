package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

/**
 * A knowledge vector that no model can use: of the wrong size, or with a number that is not finite.
 * Its reader sends it to the dead letters.
 */
public final class InvalidVectorException extends IllegalArgumentException {
  /** Reason: the vector's size differs from the encoder's. */
  public static final String SIZE = "vector-size";

  /** Reason: a number of the vector is NaN or infinite. */
  public static final String NOT_FINITE = "vector-not-finite";

  private final String reason;

  InvalidVectorException(String reason, String message) {
    super(message);
    this.reason = requireNonNull(reason, "reason is null");
  }

  /** A short stable word for metrics and dead letters: {@link #SIZE} or {@link #NOT_FINITE}. */
  public String reason() {
    return reason;
  }
}
