package io.laserstreams.runtime.process;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.App.Health.State;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.runtime.failure.Failure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one app as a process: {@code --config file}, stopped by a signal. */
public final class AppMain {
  /** Stopped by a signal. */
  public static final int STOPPED = 0;

  /** The app failed; the log says why. */
  public static final int FAILED = 1;

  /**
   * The command line, the configuration or the cluster is not as it must be; standard error says
   * how, in one line.
   */
  public static final int MISCONFIGURED = 2;

  private static final Logger log = LoggerFactory.getLogger(AppMain.class);
  private static final long HEALTH_CHECK_MS = 500;

  private AppMain() {}

  /**
   * For an app's main method: runs the app until a signal arrives or it fails, then ends the
   * process. Numbers look the same on every machine.
   */
  public static void main(String[] args, Function<Map<String, ?>, App> constructor) {
    Locale.setDefault(Locale.ROOT);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "laser-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code;
    try {
      code = run(args, constructor, stop, System.err);
    } finally {
      done.countDown();
    }
    if (stop.getCount() > 0) {
      System.exit(code);
    }
  }

  /** Runs the app until {@code stop} is counted down or it fails; returns the exit code. */
  public static int run(
      String[] args,
      Function<Map<String, ?>, App> constructor,
      CountDownLatch stop,
      PrintStream err) {
    try (App app = create(configFile(args), constructor)) {
      log.info("{}: starting", app.name());
      app.start();
      while (!stop.await(HEALTH_CHECK_MS, TimeUnit.MILLISECONDS)) {
        Health health = app.health();
        if (!health.live()) {
          err.println(app.name() + ": " + health.detail());
          return health.state() == State.MISCONFIGURED ? MISCONFIGURED : FAILED;
        }
      }
      log.info("{}: stopping", app.name());
      return STOPPED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return STOPPED;
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      if (!failure.mendable()) {
        log.error("The app failed", e);
      }
      err.println(failure.sentence());
      return failure.mendable() ? MISCONFIGURED : FAILED;
    }
  }

  private static App create(Path file, Function<Map<String, ?>, App> constructor) {
    Map<String, String> properties = ConfigFile.read(file);
    try {
      return constructor.apply(properties);
    } catch (ConfigException e) {
      ConfigException named = new ConfigException(file + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  private static Path configFile(String[] args) {
    if (args.length == 2 && args[0].equals("--config")) {
      return Path.of(args[1]);
    }
    if (args.length == 1 && args[0].startsWith("--config=")) {
      return Path.of(args[0].substring("--config=".length()));
    }
    throw new ConfigException(
        "Usage: --config FILE (a properties file); got: " + String.join(" ", args));
  }
}
