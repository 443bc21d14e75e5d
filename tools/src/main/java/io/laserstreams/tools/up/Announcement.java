package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.cluster.Ports;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Tells where everything is, and what to do next. */
final class Announcement {
  private final EmbeddedCluster cluster;
  private final Layout layout;
  private final PrintWriter out;

  Announcement(EmbeddedCluster cluster, Layout layout, PrintWriter out) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.layout = requireNonNull(layout, "layout is null");
    this.out = requireNonNull(out, "out is null");
  }

  void addresses(boolean temporary, List<App> apps) {
    line("broker", cluster.bootstrapServers());
    line("schema registry", cluster.registryUrl());
    line("topics", layout.prefix() + "*, " + layout.partitions() + " partitions");
    line("state", cluster.directory() + (temporary ? " (temporary)" : ""));
    apps.forEach(app -> line(app.name(), address(app)));
  }

  private static String address(App app) {
    String state = app.health().state().name().toLowerCase(Locale.ROOT);
    return app.httpPort().isPresent()
        ? "%s, http://127.0.0.1:%d/health/ready and /metrics"
            .formatted(state, app.httpPort().getAsInt())
        : state;
  }

  /** What the apps say of themselves. */
  void health(List<App> apps) {
    apps.forEach(app -> out.println("  " + app.name() + ": " + app.health().detail()));
    out.flush();
  }

  void nextSteps(List<App> apps) {
    String address =
        unless("--bootstrap", CommonConfig.DEFAULT_BOOTSTRAP_SERVERS, cluster.bootstrapServers())
            + unless("--registry", CommonConfig.DEFAULT_REGISTRY_URL, cluster.registryUrl());
    out.println("Next, from another terminal:");
    out.println("  laser probe" + address + "          scores one impression");
    out.println("  laser tail scores" + address + "    follows what is scored");
    out.println("  laser models list" + address + scoring(apps) + "    shows the models");
    out.println(
        "  producers write "
            + layout.prefix()
            + Topic.ITEMS.baseName()
            + ", "
            + Topic.USERS.baseName()
            + ", "
            + Topic.IMPRESSIONS.baseName()
            + " and "
            + Topic.INTERACTIONS.baseName()
            + "; consumers read "
            + layout.prefix()
            + Topic.SCORES.baseName());
    out.println("Up. Stop with Ctrl-C.");
    out.flush();
  }

  /** An option with its value, unless that is the usual one. */
  static String unless(String option, String usual, String value) {
    return value.replace(Ports.HOST, "localhost").equals(usual) ? "" : " " + option + " " + value;
  }

  /** The option that names scoring, unless it is where commands look by themselves. */
  private static String scoring(List<App> apps) {
    return apps.stream()
        .filter(app -> app.name().equals(ScoringConfig.APP))
        .flatMapToInt(app -> app.httpPort().stream())
        .filter(port -> port != ScoringConfig.DEFAULT_HTTP_PORT)
        .mapToObj(port -> " --scoring http://127.0.0.1:" + port)
        .findFirst()
        .orElse("");
  }

  private void line(String name, String value) {
    out.printf(Locale.ROOT, "%-16s %s%n", name, value);
  }
}
