package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.BundleOrigin;
import io.laserstreams.schema.ReleaseManifest;
import io.laserstreams.schema.release.Assembled;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the releases on the models topic. */
public final class ModelListing {
  private final Models models;
  private final PrintWriter out;

  public ModelListing(ModelsOptions options, PrintWriter out) {
    this.models = new Models(options);
    this.out = requireNonNull(out, "out is null");
  }

  /** Every release, newest first; what is decided; what instances of scoring serve. */
  public void list() {
    models.requireTopic();
    ReleasedVersions released = models.released();
    if (released.usable().isEmpty() && released.unusable().isEmpty()) {
      out.println("There is no release on " + models.topic() + " yet.");
    }
    released
        .usable()
        .descendingMap()
        .forEach(
            (version, manifest) ->
                out.printf(
                    Locale.ROOT,
                    "%-9s %s  %s  by %s%s  %s%n",
                    state(released, version),
                    version,
                    Instant.ofEpochMilli(manifest.getReleasedAt()).truncatedTo(ChronoUnit.SECONDS),
                    by(manifest),
                    from(manifest),
                    metrics(manifest)));
    released
        .unusable()
        .descendingMap()
        .forEach((version, reason) -> out.println("unusable  " + version + "  " + reason));
    if (released.choice().decided() != null) {
      out.println(
          (released.choice().isHeld()
                  ? "held is " + released.choice().held()
                  : "none is held, the newest one that is not withdrawn is current")
              + ": "
              + released.choice().decided());
    }
    models.instances().describe().forEach(out::println);
  }

  /**
   * The announcement of a release, and its bundle's manifest.
   *
   * @param version null for the current one
   */
  public void show(@Nullable String version) {
    models.requireTopic();
    ReleasedVersions released = models.released();
    String shown =
        version != null
            ? version
            : released
                .current()
                .orElseThrow(
                    () -> new UserException("There is no release on " + models.topic() + " yet"));
    Assembled release = released.load(shown);
    ReleaseManifest manifest = requireNonNull(released.usable().get(shown), shown);
    String state = state(released, shown);
    line("version", shown + (state.isEmpty() ? "" : " (" + state + ")"));
    line("released", Instant.ofEpochMilli(manifest.getReleasedAt()) + " by " + by(manifest));
    BundleOrigin origin = manifest.getOrigin();
    if (origin != null) {
      line("from", "bundle " + origin.getVersion() + ", sha256 " + origin.getSha256());
    }
    line("trained until", Instant.ofEpochMilli(manifest.getTrainedUntil()).toString());
    line(
        "bundle",
        String.format(
            Locale.ROOT,
            "%,d bytes in %d chunks, sha256 %s",
            manifest.getSize(),
            manifest.getChunks(),
            manifest.getSha256()));
    if (release instanceof Assembled.Link link) {
      line("at", link.uri() + ", where its manifest is");
    } else {
      out.println(ModelBundle.read(((Assembled.Bundle) release).bytes()).manifestJson());
    }
  }

  private void line(String name, String value) {
    out.printf(Locale.ROOT, "%-14s %s%n", name, value);
  }

  private static String state(ReleasedVersions released, String version) {
    if (released.current().filter(version::equals).isPresent()) {
      return "current";
    }
    return released.choice().withdrawn().contains(version) ? "withdrawn" : "";
  }

  private static String by(ReleaseManifest manifest) {
    return manifest.getReleasedBy() == null ? "unknown" : manifest.getReleasedBy();
  }

  private static String from(ReleaseManifest manifest) {
    BundleOrigin origin = manifest.getOrigin();
    return origin == null ? "" : " from " + origin.getVersion();
  }

  private static String metrics(ReleaseManifest manifest) {
    Map<String, Double> sorted = new TreeMap<>(manifest.getMetrics());
    return sorted.entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining(" "));
  }
}
