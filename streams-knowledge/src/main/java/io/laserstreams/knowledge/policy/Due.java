package io.laserstreams.knowledge.policy;

import io.laserstreams.knowledge.subject.RefreshReason;
import org.jspecify.annotations.Nullable;

/**
 * When a request about a subject is due, and why.
 *
 * @param at wall-clock time, milliseconds since the epoch; {@link Long#MAX_VALUE} if not until
 *     something changes
 * @param reason null if it is not due until something changes
 */
public record Due(long at, @Nullable RefreshReason reason) {
  /** Not due until something changes. */
  public static final Due NEVER = new Due(Long.MAX_VALUE, null);
}
