package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.system.SystemOptions;
import java.time.Duration;

/**
 * A system under a steady load.
 *
 * @param rate slates a second
 * @param window how long each repeat lasts
 * @param warmUp at most
 */
public record LiveOptions(SystemOptions system, double rate, Duration window, Duration warmUp) {
  public LiveOptions {
    requireNonNull(system, "system is null");
    requireNonNull(window, "window is null");
    requireNonNull(warmUp, "warmUp is null");
    if (!(rate > 0 && rate <= 1e6)) {
      throw new UserException(
          "--rate is " + rate + ", must be above 0 and at most 1000000 a second");
    }
  }
}
