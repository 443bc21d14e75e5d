package io.laserstreams.runtime.failure;

import io.laserstreams.runtime.App.Health;
import org.slf4j.Logger;

/**
 * Ends an app, or its start, in the background: the log has the stack trace, the health says why
 * and whether a person can mend it.
 */
public final class AppFailure {
  private AppFailure() {}

  /**
   * Logs the failure and returns the app's health from now on.
   *
   * @param log gets what can be mended as information only: whoever runs the app prints the
   *     sentence
   * @param what has failed, for example "Cannot start"
   */
  public static Health health(Logger log, String what, Throwable cause) {
    Health health = Failure.of(cause).health(what);
    if (health.state() == Health.State.MISCONFIGURED) {
      log.info(health.detail(), cause);
    } else {
      log.error(health.detail(), cause);
    }
    return health;
  }
}
