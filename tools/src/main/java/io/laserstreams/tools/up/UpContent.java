package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.tools.backfill.Backfill;
import io.laserstreams.tools.backfill.BackfillOptions;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.models.ModelPublication;
import io.laserstreams.tools.models.ModelsOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fills a new system: first the past, then the model, so that it serves on its own past. */
final class UpContent {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Longer than any past: one epoch for all of it. */
  private static final Duration ONE_EPOCH = Duration.ofDays(365_000);

  private final UpOptions.Content content;
  private final @Nullable ModelBundle bundle;
  private final ClusterSettings cluster;
  private final List<URI> scoring;
  private final PrintWriter out;

  /**
   * @param scoring where scoring serves its metrics
   */
  UpContent(
      UpOptions.Content content,
      @Nullable ModelBundle bundle,
      EmbeddedCluster cluster,
      String prefix,
      URI scoring,
      PrintWriter out) {
    this.content = requireNonNull(content, "content is null");
    this.bundle = bundle;
    this.cluster =
        new ClusterSettings(null, cluster.bootstrapServers(), cluster.registryUrl(), prefix);
    this.scoring = List.of(scoring);
    this.out = requireNonNull(out, "out is null");
  }

  /** Publishes what is not there yet. */
  void fill() {
    DatasetFiles dataset = content.dataset();
    if (dataset != null) {
      out.println("Publishing the past of " + dataset.dataset() + " ...");
      out.flush();
      backfill(dataset);
    }
    Path file = content.bundle();
    if (file != null) {
      publish(file);
    }
  }

  private void backfill(DatasetFiles dataset) {
    FeatureSpec.Streaming streaming = bundle == null ? null : bundle.spec().streaming();
    Boolean asked = content.exact();
    boolean exact = asked == null ? streaming != null : asked;
    Duration epoch =
        exact
            ? streaming == null ? null : Duration.ofMillis(streaming.settings().epochMillis())
            : ONE_EPOCH;
    boolean shown =
        bundle == null
            ? !drawn(dataset)
            : streaming != null && streaming.settings().shownValue() != null;
    BackfillOptions.Selection selection =
        new BackfillOptions.Selection(dataset, null, content.until(), Long.MAX_VALUE, shown, false);
    new Backfill(
            new BackfillOptions(
                cluster, selection, new BackfillOptions.Waiting(scoring, epoch, false), false),
            out)
        .run();
  }

  /** Drawn negatives were never shown to anybody. */
  private static boolean drawn(DatasetFiles dataset) {
    return Descriptions.read(dataset.dataset()).interactions().negatives() != null;
  }

  private void publish(Path file) {
    ModelPublication publication =
        new ModelPublication(
            new ModelsOptions(cluster, scoring, PATIENCE, false), out, InstantSource.system());
    Optional<String> there = publication.find(file);
    if (there.isPresent()) {
      out.println("The bundle is published already, as " + there.get());
    } else {
      publication.publish(file, false, Integer.MAX_VALUE);
    }
    out.flush();
  }
}
