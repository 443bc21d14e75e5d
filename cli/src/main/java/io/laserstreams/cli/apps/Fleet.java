package io.laserstreams.cli.apps;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.App.Health;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Several apps in one JVM, started together and closed in the opposite order. Not thread-safe: one owner. */
public final class Fleet implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Map<AppKind, App> apps = new EnumMap<>(AppKind.class);
  private final Deque<App> newestFirst = new ArrayDeque<>();

  private Fleet() {}

  /** Creates and starts the apps; where one cannot be, those before it are closed again. */
  public static Fleet start(List<AppKind> kinds, Function<AppKind, Map<String, String>> properties) {
    requireNonNull(properties, "properties is null");
    Fleet fleet = new Fleet();
    try {
      kinds.forEach(kind -> fleet.add(kind, properties.apply(kind)));
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void add(AppKind kind, Map<String, String> properties) {
    App app = kind.create(properties);
    newestFirst.push(app);
    apps.put(kind, app);
    app.start();
  }

  /** The app, where it is part of the fleet. */
  public Optional<App> app(AppKind kind) {
    return Optional.ofNullable(apps.get(kind));
  }

  /** Health by app. */
  public Map<AppKind, Health> health() {
    Map<AppKind, Health> health = new EnumMap<>(AppKind.class);
    apps.forEach((kind, app) -> health.put(kind, app.health()));
    return health;
  }

  /** The first app that will not work again, as a sentence. */
  public Optional<String> failure() {
    return health().entrySet().stream().filter(entry -> !entry.getValue().live())
        .map(entry -> "The " + entry.getKey() + " app has stopped: " + entry.getValue().detail()).findFirst();
  }

  /** Waits until every app works, and tells whether they do; returns early where one has failed. */
  public boolean awaitReady(Duration limit) {
    long giveUp = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < giveUp && failure().isEmpty()) {
      if (health().values().stream().allMatch(Health::ready)) {
        return true;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return false;
  }

  @Override
  public void close() {
    while (!newestFirst.isEmpty()) {
      newestFirst.pop().close();
    }
  }
}
