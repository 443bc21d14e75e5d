package io.laserstreams.scoring.slate;

import org.jspecify.annotations.Nullable;

/**
 * The model call of a slate.
 *
 * @param modelVersion null without a model
 * @param started {@link System#nanoTime} before the call
 * @param ended {@link System#nanoTime} after the call
 */
record ModelCall(@Nullable String modelVersion, long started, long ended) {
  /** No call, since there is no model or nothing to score. */
  static ModelCall none() {
    long now = System.nanoTime();
    return new ModelCall(null, now, now);
  }
}
