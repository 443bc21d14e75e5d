package io.laserstreams.worker.generator;

import java.time.Duration;
import java.util.Optional;

/** An attempt that is worth repeating, after the pause that the server asked for. */
final class RepeatableFailure extends RuntimeException {
  private final transient Optional<Duration> pause;

  RepeatableFailure(String message, Optional<Duration> pause) {
    super(message);
    this.pause = pause;
  }

  Optional<Duration> pause() {
    return pause;
  }
}
