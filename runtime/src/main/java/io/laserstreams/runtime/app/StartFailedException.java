package io.laserstreams.runtime.app;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;

/** A part has failed while the app started, and has logged why. */
final class StartFailedException extends RuntimeException {
  private final transient Health health;

  /**
   * @param health of the part, and so of the app
   */
  StartFailedException(Health health) {
    super(health.detail());
    this.health = requireNonNull(health, "health is null");
  }

  Health health() {
    return health;
  }
}
