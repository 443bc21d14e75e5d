package io.laserstreams.tools.apps;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Apps that run together in this JVM: started in order, watched, closed in reverse order. */
public final class AppGroup implements AutoCloseable {
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private final List<App> apps = new CopyOnWriteArrayList<>();

  /** Adds an app, which the group closes whether or not it is started. */
  public <T extends App> T add(T app) {
    apps.add(app);
    return app;
  }

  /** Adds and starts an app; the group owns it even if its start fails. */
  public <T extends App> T start(T app) {
    add(app).start();
    return app;
  }

  /**
   * Returns when all apps are ready.
   *
   * @throws UserException if one cannot work with its configuration or on this cluster
   * @throws IllegalStateException naming the app and the reason if one fails or is not ready within
   *     {@code patience}
   */
  public void awaitReady(Duration patience) {
    awaitReady(patience, new StopSignal());
  }

  /**
   * Returns when all apps are ready.
   *
   * @throws CancellationException if the process is to stop
   * @throws UserException if one cannot work with its configuration or on this cluster
   * @throws IllegalStateException naming the app and the reason if one fails or is not ready within
   *     {@code patience}
   */
  public void awaitReady(Duration patience, StopSignal stop) {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!apps.stream().allMatch(app -> app.health().ready())) {
      stop.check();
      requireAlive();
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "Not ready within " + patience.toSeconds() + " s: " + String.join("; ", details()));
      }
      pause(stop);
    }
  }

  /**
   * Checks that no app has failed.
   *
   * @throws UserException if one cannot work with its configuration or on this cluster
   * @throws IllegalStateException naming the app and the reason if one has failed
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

  /** Closes one app and removes it from the group; the others continue. */
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

  private static void pause(StopSignal stop) {
    try {
      stop.await(CHECK_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the apps", e);
    }
  }
}
