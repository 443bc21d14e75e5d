package io.laserstreams.runtime.app;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.failure.Failure;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life cycle of every app. It owns the metrics, the HTTP endpoint, the thread in which the app
 * waits for its cluster and starts, and what the app has opened.
 *
 * <ul>
 *   <li>{@link #start} checks what it can check at once, opens the HTTP endpoint, and returns. A
 *       mistake in the configuration is thrown; what happens later shows in {@link #health}.
 *   <li>{@link #close} works in every phase and more than once. It interrupts a start under way,
 *       then closes what was opened, in reverse order, then the endpoint and the metrics. What the
 *       start opens after that is closed at once.
 * </ul>
 *
 * <p>Thread-safe.
 */
public class AppLifecycle implements App {
  private static final Logger log = LoggerFactory.getLogger(AppLifecycle.class);

  private enum Phase {
    /** Constructed; {@link #start} leads to STARTING. */
    NEW,
    /** The app waits, opens and starts its parts; leads to RUNNING, or to FAILED if it throws. */
    STARTING,
    /** The health is what the app says. */
    RUNNING,
    /** The start has failed. What it opened stays open until the app is closed. */
    FAILED,
    /** Entered from every other phase, never left. */
    CLOSED
  }

  private record State(Phase phase, Supplier<Health> health) {}

  private final AppConfig config;
  private final AppComponents work;
  private final AppMetrics metrics;
  private final OpenResources resources = new OpenResources();
  private final Thread starter;
  private final Object transitions = new Object();
  private volatile State state = new State(Phase.NEW, () -> Health.starting("not started"));
  private volatile @Nullable HttpEndpoint http;

  /**
   * @param work makes what the app does, given where it registers its meters; what it throws, such
   *     as a {@link org.apache.kafka.common.config.ConfigException}, is thrown here
   */
  public AppLifecycle(AppConfig config, Function<MeterRegistry, AppComponents> work) {
    this.config = requireNonNull(config, "config is null");
    this.metrics = new AppMetrics(config.app());
    try {
      this.work = requireNonNull(work.apply(metrics.registry()), "work is null");
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
    this.starter = new Thread(this::run, "laser-" + config.app() + "-start");
    this.starter.setDaemon(true);
  }

  @Override
  public final String name() {
    return config.app();
  }

  /**
   * @throws org.apache.kafka.common.config.ConfigException if the configuration is wrong
   * @throws IllegalStateException if the app was started or closed before
   */
  @Override
  public final synchronized void start() {
    if (!move(Phase.NEW, Phase.STARTING, Health.starting("starting"))) {
      throw new IllegalStateException(
          "%s starts once and not after it was closed, but is %s".formatted(name(), state.phase()));
    }
    try {
      work.check();
      http = HttpEndpoint.open(config, metrics, this::health);
    } catch (RuntimeException e) {
      move(Phase.STARTING, Phase.FAILED, Failure.of(e).health("Cannot start"));
      throw e;
    }
    starter.start();
  }

  @Override
  public final Health health() {
    return state.health().get();
  }

  /** The meters of the app. */
  public final MeterRegistry meters() {
    return metrics.registry();
  }

  @Override
  public final OptionalInt httpPort() {
    HttpEndpoint open = http;
    return open == null ? OptionalInt.empty() : open.port();
  }

  @Override
  public final synchronized void close() {
    synchronized (transitions) {
      if (state.phase() == Phase.CLOSED) {
        return;
      }
      state = new State(Phase.CLOSED, Health::closed);
    }
    resources.refuse();
    starter.interrupt();
    joinStarter();
    resources.close();
    HttpEndpoint open = http;
    if (open != null) {
      open.close();
    }
    metrics.close();
  }

  private void run() {
    try {
      Supplier<Health> health = work.start(new AppStart(config, resources, this::progress));
      move(Phase.STARTING, new State(Phase.RUNNING, requireNonNull(health, "health is null")));
    } catch (StartFailedException e) {
      move(Phase.STARTING, Phase.FAILED, e.health());
    } catch (InterruptedException | RuntimeException | Error e) {
      if (state.phase() == Phase.CLOSED) {
        log.debug("{}: closed while starting", name(), e);
      } else {
        move(Phase.STARTING, Phase.FAILED, AppFailure.health(log, "Cannot start", e));
      }
    }
  }

  private void progress(Health health) {
    move(Phase.STARTING, Phase.STARTING, health);
  }

  private boolean move(Phase from, Phase to, Health health) {
    return move(from, new State(to, () -> health));
  }

  private boolean move(Phase from, State to) {
    synchronized (transitions) {
      if (state.phase() != from) {
        return false;
      }
      state = to;
      return true;
    }
  }

  /** Waits whatever happens: closing what a running start uses could crash the process. */
  private void joinStarter() {
    boolean interrupted = false;
    while (true) {
      try {
        starter.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
