package io.laserstreams.trainer.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.ReleaseFacts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models topic as the trainer sees it: what is released, and releasing more. Used by one
 * thread.
 */
public final class Releases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Releases.class);

  private final ReleaseLog releaseLog;
  private final BundlePublisher publisher;
  private final int kept;

  /**
   * @param kept how many releases stay on the topic, at least 1; older ones are retired when a new
   *     one is published
   */
  public Releases(ReleaseLog releaseLog, BundlePublisher publisher, int kept) {
    this.releaseLog = requireNonNull(releaseLog, "releaseLog is null");
    this.publisher = requireNonNull(publisher, "publisher is null");
    if (kept < 1) {
      throw new IllegalArgumentException(
          "kept is " + kept + "; at least the release that serves must stay");
    }
    this.kept = kept;
  }

  /** Reads what others released, and what was released here. */
  public void refresh() {
    releaseLog.refresh();
  }

  /** The bundle that serves; empty where there is none or where it is fetched from a uri. */
  public Optional<Assembled.Bundle> servingBundle() {
    Optional<Assembled> serving = releaseLog.serving();
    if (serving.isPresent() && serving.get() instanceof Assembled.Link link) {
      log.warn(
          "Release {} lies at {} and is not compared with; the next release is judged as a first"
              + " one",
          link.version(),
          link.uri());
    }
    return serving.filter(Assembled.Bundle.class::isInstance).map(Assembled.Bundle.class::cast);
  }

  /** The version that sorts last among those on the topic. */
  public Optional<String> newestVersion() {
    return releaseLog.published().stream().map(PublishedRelease::version).max(String::compareTo);
  }

  /**
   * Publishes a bundle and retires what is then too many, all or nothing; see {@link
   * BundlePublisher#publish}.
   */
  public void publish(String version, byte[] bundle, ReleaseFacts facts) {
    publisher.publish(version, bundle, facts, releaseLog.beyond(kept));
  }

  @Override
  public void close() {
    try (releaseLog;
        publisher) {
      log.debug("Closing releases");
    }
  }
}
