package io.laserstreams.cli;

import io.laserstreams.cli.apps.AppGroup;
import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser up}: the whole system in one process, until Ctrl-C. */
@Command(
    name = "up",
    description =
        "Start an embedded cluster and all apps in one process, and stay up until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Void> {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MS = 500;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the broker, 0 for a free one (default: ${DEFAULT-VALUE}).")
  int port = 9092;

  @Option(
      names = "--registry-port",
      paramLabel = "N",
      description = "Port of the schema registry, 0 for a free one (default: ${DEFAULT-VALUE}).")
  int registryPort = 8081;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep topics, schemas and state here for the next start"
              + " (default: a temporary directory that is deleted at the end).")
  Path data;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the topics (default: ${DEFAULT-VALUE}).")
  int partitions = Layout.DEFAULT_PARTITIONS;

  @Option(
      names = "--set",
      paramLabel = "APP.KEY=VALUE",
      description = "Configuration of an app, for example scoring.http.port=0; may be repeated.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Spec CommandSpec spec;

  @Override
  public Void call() throws InterruptedException {
    requireKnownApps();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(stop, stopped), "laser-up-stop");
    PrintWriter out = spec.commandLine().getOut();
    Layout layout = Layout.standard().withPartitions(partitions);
    EmbeddedCluster.Settings cluster =
        EmbeddedCluster.Settings.temporary()
            .withDirectory(data)
            .withPorts(port, registryPort)
            .withoutShutdownHook();
    Runtime.getRuntime().addShutdownHook(hook);
    out.println("Starting a broker and a schema registry ...");
    try (EmbeddedCluster started = EmbeddedCluster.start(cluster)) {
      TopicProvisioner.provision(started.bootstrapServers(), started.registryUrl(), layout);
      try (AppGroup apps = new AppGroup()) {
        for (AppKind app : AppKind.values()) {
          apps.start(app.create(properties(app, started, layout)));
        }
        apps.awaitReady(START_LIMIT);
        announce(out, started, apps, layout);
        while (!stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
          apps.requireAlive();
        }
      }
      return null;
    } finally {
      stopped.countDown();
    }
  }

  private void announce(PrintWriter out, EmbeddedCluster cluster, AppGroup apps, Layout layout) {
    out.println("broker           " + cluster.bootstrapServers());
    out.println("schema registry  " + cluster.registryUrl());
    out.println(
        "topics           " + layout.prefix() + "*, " + layout.partitions() + " partitions");
    out.println("data             " + cluster.directory() + (data == null ? " (temporary)" : ""));
    out.println("apps             " + String.join(", ", apps.states()));
    out.println("Up. Stop with Ctrl-C.");
    out.flush();
  }

  private Map<String, String> properties(AppKind app, EmbeddedCluster cluster, Layout layout) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CommonConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers());
    properties.put(CommonConfig.SCHEMA_REGISTRY_URL, cluster.registryUrl());
    properties.put(CommonConfig.TOPIC_PREFIX, layout.prefix());
    properties.put(CommonConfig.STATE_DIR, cluster.directory().resolve("state").toString());
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(app.id() + ".")) {
            properties.put(key.substring(app.id().length() + 1), value);
          }
        });
    return properties;
  }

  private void requireKnownApps() {
    settings
        .keySet()
        .forEach(
            key -> {
              if (List.of(AppKind.values()).stream()
                  .noneMatch(app -> key.startsWith(app.id() + "."))) {
                throw new UserException(
                    "--set "
                        + key
                        + " names no app: it must start with one of "
                        + List.of(AppKind.values())
                        + " and a dot.");
              }
            });
  }

  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
