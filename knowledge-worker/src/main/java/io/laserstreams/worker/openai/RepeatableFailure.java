package io.laserstreams.worker.openai;

import java.time.Duration;
import java.util.Optional;

/** A status that asks for a retry, after the pause in Retry-After if there is one. */
final class RepeatableFailure extends RuntimeException {
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int UNAVAILABLE = 503;
  private static final int OVERLOADED = 529;

  private final int status;
  private final transient Optional<Duration> pause;

  RepeatableFailure(String message, int status, Optional<Duration> pause) {
    super(message);
    this.status = status;
    this.pause = pause;
  }

  Optional<Duration> pause() {
    return pause;
  }

  /** Whether the server works and has had enough of this client. */
  boolean isRateLimit() {
    return status == TOO_MANY;
  }

  /** Whether the request may be the cause, unlike an overloaded server. */
  boolean mayBeCausedByRequest() {
    return status >= SERVER_ERROR
        && status != UNAVAILABLE
        && status != OVERLOADED
        && pause.isEmpty();
  }
}
