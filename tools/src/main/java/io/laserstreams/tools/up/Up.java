package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.metrics.PortInUseException;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.apps.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** The whole system in one process, until a signal stops it. */
public final class Up {
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

  private final UpOptions options;
  private final PrintWriter out;
  private final Layout layout;

  public Up(UpOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.layout = options.layout();
  }

  /**
   * Returns once a signal has come and everything is closed.
   *
   * @throws UserException if a port is in use or a setting is wrong
   * @throws IllegalStateException if an app fails
   */
  public void run() throws InterruptedException {
    requireKnownSettings();
    EmbeddedCluster.Settings cluster =
        EmbeddedCluster.Settings.temporary()
            .withDirectory(options.data())
            .withPorts(options.port(), options.registryPort())
            .withoutShutdownHook();
    try (StopSignal stop = StopSignal.install()) {
      out.println("Starting a broker and a schema registry ...");
      try (EmbeddedCluster started = EmbeddedCluster.start(cluster);
          AppGroup apps = new AppGroup()) {
        TopicProvisioner.provision(started.bootstrapServers(), started.registryUrl(), layout);
        start(apps, started);
        apps.awaitReady(START_PATIENCE, stop);
        announce(started, apps);
        while (!stop.await(CHECK_INTERVAL)) {
          apps.requireAlive();
        }
      } catch (RuntimeException e) {
        if (!stop.requested()) {
          throw e;
        }
      }
    }
  }

  /** Before anything starts: a wrong key must not cost the wait for a cluster. */
  private void requireKnownSettings() {
    for (AppKind app : AppKind.values()) {
      try {
        AppConfig.of(
            app.id(),
            app.configuration(),
            properties(app, "localhost:1", "http://localhost:1", Path.of("state")));
      } catch (ConfigException e) {
        throw refused(app.id(), e);
      }
    }
  }

  private void start(AppGroup group, EmbeddedCluster cluster) {
    List<App> apps = new ArrayList<>();
    for (AppKind app : AppKind.values()) {
      try {
        apps.add(
            group.add(
                app.create(
                    properties(
                        app,
                        cluster.bootstrapServers(),
                        cluster.registryUrl(),
                        cluster.directory().resolve("state")))));
      } catch (ConfigException e) {
        throw refused(app.id(), e);
      }
    }
    for (App app : apps) {
      try {
        app.start();
      } catch (PortInUseException e) {
        throw new UserException(
            "The app %s cannot start: %s. Here that is --set %s.%s=0"
                .formatted(app.name(), e.getMessage(), app.name(), CommonConfig.HTTP_PORT),
            e);
      }
    }
  }

  private static UserException refused(String app, ConfigException e) {
    return new UserException("The app " + app + " cannot start: " + e.getMessage(), e);
  }

  private Map<String, String> properties(
      AppKind app, String bootstrapServers, String registryUrl, Path state) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CommonConfig.BOOTSTRAP_SERVERS, bootstrapServers);
    properties.put(CommonConfig.SCHEMA_REGISTRY_URL, registryUrl);
    properties.put(CommonConfig.TOPIC_PREFIX, layout.prefix());
    properties.put(CommonConfig.STATE_DIR, state.toString());
    options.settings().stream()
        .filter(setting -> setting.app() == app)
        .forEach(setting -> properties.put(setting.key(), setting.value()));
    return properties;
  }

  private void announce(EmbeddedCluster cluster, AppGroup apps) {
    out.println("broker           " + cluster.bootstrapServers());
    out.println("schema registry  " + cluster.registryUrl());
    out.println(
        "topics           " + layout.prefix() + "*, " + layout.partitions() + " partitions");
    out.println(
        "data             " + cluster.directory() + (options.data() == null ? " (temporary)" : ""));
    out.println("apps             " + String.join(", ", apps.states()));
    out.println("Up. Stop with Ctrl-C.");
    out.flush();
  }
}
