package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.Ports;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.cluster.topics.TopicProvisioner;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.metrics.PortInUseException;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.apps.StopSignal;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.offline.DatasetOptions;
import io.laserstreams.tools.offline.ItemTextsFile;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.config.ConfigException;

/** The whole system in one process, until a signal stops it. */
public final class Up {
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);
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
   * @throws UserException if the state's folder holds other files, a port is in use, a setting is
   *     wrong, or the content cannot be used
   * @throws IllegalStateException if an app fails
   */
  public void run() throws InterruptedException {
    if (options.state() != null) {
      StateFolder.require(options.state());
    }
    UpSettings settings = new UpSettings(options);
    requireFreePorts(settings);
    settings
        .obstacle()
        .ifPresent(
            reason -> say("The trainer cannot continue the bundle, and is frozen: " + reason));
    EmbeddedCluster.Settings cluster =
        EmbeddedCluster.Settings.temporary()
            .withDirectory(options.state())
            .withPorts(options.port(), options.registryPort())
            .withoutShutdownHook();
    try (StopSignal stop = StopSignal.install()) {
      say("Starting a broker and a schema registry ...");
      try (EmbeddedCluster started = EmbeddedCluster.start(cluster, this::say);
          AppGroup group = new AppGroup()) {
        TopicProvisioner.provision(started.bootstrapServers(), started.registryUrl(), layout);
        UpSettings withTexts = withTexts(settings, started);
        say("Starting the apps ...");
        List<App> apps = start(group, withTexts, started);
        group.awaitReady(START_PATIENCE, stop);
        Announcement announcement = new Announcement(started, layout, out);
        announcement.addresses(options.state() == null, apps);
        out.flush();
        fill(settings, started, apps, group, stop);
        announcement.health(apps);
        announcement.nextSteps(apps);
        while (!stop.await(CHECK_INTERVAL)) {
          group.requireAlive();
        }
      } catch (RuntimeException e) {
        if (!stop.requested()) {
          throw e;
        }
      }
    }
  }

  /** Before anything starts: a wrong key or a port in use must not cost the wait for a cluster. */
  private void requireFreePorts(UpSettings settings) {
    List<Ports.Request> ports = new ArrayList<>();
    ports.add(new Ports.Request("The broker", Ports.HOST, options.port(), "--port 0"));
    ports.add(
        new Ports.Request(
            "The schema registry", Ports.HOST, options.registryPort(), "--registry-port 0"));
    for (AppKind app : AppKind.values()) {
      AppConfig config = settings.check(app);
      if (config.httpPort() != CommonConfig.NO_HTTP) {
        ports.add(
            new Ports.Request(
                "The app " + app.id(),
                config.httpHost(),
                config.httpPort(),
                "--set " + app.id() + "." + CommonConfig.HTTP_PORT + "=0"));
      }
    }
    Ports.claim(ports);
  }

  /**
   * What a model has learnt from, it also reads when it serves.
   *
   * @throws UserException if the bundle is of another dataset
   */
  private UpSettings withTexts(UpSettings settings, EmbeddedCluster cluster) {
    DatasetFiles files = options.content().dataset();
    if (files == null) {
      return settings;
    }
    Dataset data = files.read();
    if (settings.bundle() != null) {
      say(KnownItems.of(settings.bundle(), data).describe());
    }
    DatasetKnowledge knowledge = new DatasetKnowledge(new DatasetOptions(files, null, null), out);
    if (options.content().languageModel() != null) {
      return settings;
    }
    if (knowledge.isTimed(data)) {
      say(
          "The dataset's texts are known from a time on, which a worker cannot tell: the template"
              + " writes about items");
      return settings;
    }
    Map<String, String> texts = knowledge.itemTexts(data);
    if (texts.isEmpty()) {
      return settings;
    }
    say(
        String.format(
            Locale.ROOT,
            "%,d items have their text from %s; the template writes about others and about users",
            texts.size(),
            knowledge.textsSource(data)));
    return settings.withTexts(
        ItemTextsFile.write(texts, cluster.directory().resolve(StateFolder.APPS)));
  }

  private List<App> start(AppGroup group, UpSettings settings, EmbeddedCluster cluster) {
    List<App> apps = new ArrayList<>();
    for (AppKind app : AppKind.values()) {
      try {
        apps.add(
            group.add(
                app.create(
                    settings.of(
                        app,
                        cluster.bootstrapServers(),
                        cluster.registryUrl(),
                        cluster.directory().resolve(StateFolder.APPS)))));
      } catch (ConfigException e) {
        throw UpSettings.refused(app.id(), e);
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
      } catch (ConfigException e) {
        throw UpSettings.refused(app.name(), e);
      }
    }
    return apps;
  }

  /** In a thread of its own, so that a signal ends it. */
  private void fill(
      UpSettings settings, EmbeddedCluster cluster, List<App> apps, AppGroup group, StopSignal stop)
      throws InterruptedException {
    if (options.content().bundle() == null && options.content().dataset() == null) {
      return;
    }
    UpContent content =
        new UpContent(
            options.content(),
            settings.bundle(),
            cluster,
            layout.prefix(),
            scoringAddress(apps),
            out);
    FutureTask<Void> task = new FutureTask<>(content::fill, null);
    Thread thread = new Thread(task, "laser-up-content");
    thread.start();
    try {
      while (thread.isAlive() && !stop.await(CHECK_INTERVAL)) {
        group.requireAlive();
      }
      stop.check();
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  private static URI scoringAddress(List<App> apps) {
    return apps.stream()
        .filter(app -> app.name().equals(AppKind.SCORING.id()))
        .flatMapToInt(app -> app.httpPort().stream())
        .mapToObj(port -> URI.create("http://127.0.0.1:" + port))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "--bundle and --dataset ask scoring over HTTP: leave scoring."
                        + CommonConfig.HTTP_PORT
                        + " at a port"));
  }

  private void say(String sentence) {
    out.println(sentence);
    out.flush();
  }
}
