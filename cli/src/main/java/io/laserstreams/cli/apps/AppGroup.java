package io.laserstreams.cli.apps;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Apps that run together in this JVM: started in order, watched, closed in the reverse order. */
public final class AppGroup implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 100;

  private final List<App> apps = new CopyOnWriteArrayList<>();

  /** Starts the app, which belongs to the group from then on even if its start fails. */
  public <T extends App> T start(T app) {
    apps.add(app);
    app.start();
    return app;
  }

  /**
   * Returns when all apps do their work.
   *
   * @throws UserException where one cannot work with its configuration or on this cluster
   * @throws IllegalStateException where one has failed or is not ready within {@code patience};
   *     names it and says why
   */
  public void awaitReady(Duration patience) {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!apps.stream().allMatch(app -> app.health().ready())) {
      requireAlive();
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "Not ready within " + patience.toSeconds() + " s: " + String.join("; ", details()));
      }
      pause();
    }
  }

  /**
   * Sees that all are alive.
   *
   * @throws UserException where one cannot work with its configuration or on this cluster
   * @throws IllegalStateException where one has failed; names it and says why
   */
  public void requireAlive() {
    for (App app : apps) {
      App.Health health = app.health();
      if (health.state() == App.Health.State.MISCONFIGURED) {
        throw new UserException("The app " + app.name() + " cannot work: " + health.detail());
      }
      if (health.state() == App.Health.State.FAILED) {
        throw new IllegalStateException(
            "The app " + app.name() + " has failed: " + health.detail());
      }
    }
  }

  /** Closes one app, which the group then forgets; the others go on. */
  public void stop(App app) {
    apps.remove(app);
    app.close();
  }

  /** Name and state of each app. */
  public List<String> states() {
    return apps.stream()
        .map(app -> app.name() + " " + app.health().state().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  @Override
  public void close() {
    List<App> reversed = new ArrayList<>(apps);
    Collections.reverse(reversed);
    RuntimeException first = null;
    for (App app : reversed) {
      try {
        app.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private List<String> details() {
    return apps.stream()
        .filter(app -> !app.health().ready())
        .map(app -> app.name() + " " + app.health().state() + " (" + app.health().detail() + ")")
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the apps", e);
    }
  }
}
