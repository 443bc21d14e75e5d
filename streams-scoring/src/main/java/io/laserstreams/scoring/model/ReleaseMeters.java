package io.laserstreams.scoring.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows which release serves and which was refused last, so that whoever publishes a model can see
 * what became of it. Not thread-safe, apart from reading the metrics.
 */
public final class ReleaseMeters {
  /** Gauge, 1 for each release that it names with the tags below. */
  public static final String RELEASE = "laser.model.release";

  public static final String VERSION = "version";
  public static final String OUTCOME = "outcome";
  public static final String SERVES = "serves";
  public static final String REFUSED = "refused";

  private final MultiGauge releases;
  private @Nullable String serving;
  private @Nullable String refused;
  private volatile boolean held;

  ReleaseMeters(MeterRegistry registry) {
    releases =
        MultiGauge.builder(RELEASE)
            .description("1 for the release that serves, and for the one that was refused last")
            .register(registry);
    Gauge.builder("laser.model.held", this, meters -> meters.held ? 1 : 0)
        .description("1 while an operator holds a release, and newer ones do not serve")
        .register(registry);
  }

  void serves(String version) {
    serving = version;
    refused = version.equals(refused) ? null : refused;
    show();
  }

  void refused(String version) {
    refused = version;
    show();
  }

  void held(boolean now) {
    held = now;
  }

  private void show() {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    if (serving != null) {
      rows.add(row(serving, SERVES));
    }
    if (refused != null) {
      rows.add(row(refused, REFUSED));
    }
    releases.register(rows, true);
  }

  private static MultiGauge.Row<?> row(String version, String outcome) {
    return MultiGauge.Row.of(Tags.of(VERSION, version, OUTCOME, outcome), 1);
  }
}
