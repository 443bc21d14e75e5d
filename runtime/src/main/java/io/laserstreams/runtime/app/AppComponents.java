package io.laserstreams.runtime.app;

import io.laserstreams.runtime.App.Health;
import java.util.function.Supplier;

/** What one app does, apart from the life cycle that all apps share. */
@FunctionalInterface
public interface AppComponents {
  /**
   * Checks what whoever runs the app may have set up wrong, such as folders and files, before
   * anything is opened. Called once, in the thread that starts the app.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and the cause
   */
  default void check() {}

  /**
   * Waits for what the app needs, then opens and starts its parts. Called once, in a thread of its
   * own, which is interrupted when the app is closed. Whatever this throws is why the app cannot
   * start.
   *
   * @return the app's health from now on, called from any thread until the app is closed
   */
  Supplier<Health> start(AppStart start) throws InterruptedException;
}
