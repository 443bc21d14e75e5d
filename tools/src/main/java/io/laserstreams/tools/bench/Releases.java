package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.release.ReleaseVersion;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.ScoringInstances;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Releases of one model under ever new versions. */
final class Releases implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final SystemUnderTest system;
  private final ModelBundle model;
  private final RecordPublisher publisher;
  private @Nullable String newest;

  Releases(SystemUnderTest system, ModelBundle model) {
    this.system = requireNonNull(system, "system is null");
    this.model = requireNonNull(model, "model is null");
    this.publisher = system.publisher();
  }

  /** Writes the next release; returns its version once it is on the broker. */
  String publish() {
    String version = ReleaseVersion.after(newest, Instant.now());
    List<BundleChunks.Entry> entries =
        BundleChunks.split(
            version,
            model.withVersion(version).toBytes(),
            BundleChunks.DEFAULT_CHUNK_BYTES,
            new ReleaseFacts(Map.of(), 0, System.currentTimeMillis()));
    for (BundleChunks.Entry entry : entries) {
      publisher.send(
          Topic.MODELS, entry.key(), requireNonNull(entry.release(), "a new release's record"));
    }
    publisher.flush();
    newest = version;
    return version;
  }

  /**
   * Whether scoring serves the version.
   *
   * @throws UserException if scoring has refused it
   */
  boolean serves(String version) {
    URI address = system.process().address();
    var metrics = new ScoringInstances(List.of(address)).metrics(address);
    if (metrics.refused().filter(version::equals).isPresent()) {
      throw new UserException("Scoring refuses the model: see its health at " + address);
    }
    return metrics.serving().filter(version::equals).isPresent();
  }

  /**
   * Returns once scoring serves the version.
   *
   * @throws UserException if it does not in time
   */
  void awaitServing(String version) {
    Deadline deadline = Deadline.in(PATIENCE);
    while (!serves(version)) {
      if (deadline.isOver()) {
        throw new UserException(
            "Scoring does not serve release "
                + version
                + " after "
                + PATIENCE.toSeconds()
                + " s, see its health at "
                + system.process().address());
      }
      deadline.pause();
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
