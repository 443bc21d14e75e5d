package io.laserstreams.trainer.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer's view of the models topic: reads releases and publishes new ones. Not thread-safe.
 */
public final class Releases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Releases.class);

  private final ReleaseLog releaseLog;
  private final BundlePublisher publisher;
  private final String releasedBy;
  private final int kept;

  /**
   * @param releasedBy what releases say about who made them
   * @param kept how many releases stay on the topic, at least 1; older ones are retired when one is
   *     published
   */
  public Releases(ReleaseLog releaseLog, BundlePublisher publisher, String releasedBy, int kept) {
    this.releaseLog = requireNonNull(releaseLog, "releaseLog is null");
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.releasedBy = requireNonNull(releasedBy, "releasedBy is null");
    if (kept < 1) {
      throw new IllegalArgumentException(
          "kept is " + kept + "; at least the serving release must stay");
    }
    this.kept = kept;
  }

  /** Reads what was released since the last time, here or elsewhere. */
  public void refresh() {
    releaseLog.refresh();
  }

  /** What operators decided about which release is current. */
  public ReleaseChoice choice() {
    return releaseLog.choice();
  }

  /** The current release's bundle; empty if there is none, or if it is fetched from a URI. */
  public Optional<Assembled.Bundle> servingBundle() {
    Optional<Assembled> serving = releaseLog.current();
    if (serving.isPresent() && serving.get() instanceof Assembled.Link link) {
      log.warn(
          "Release {} lies at {} and cannot be compared with; the next candidate is evaluated as"
              + " for a first release",
          link.version(),
          link.uri());
    }
    return serving.filter(Assembled.Bundle.class::isInstance).map(Assembled.Bundle.class::cast);
  }

  /** The highest version on the topic, in the order of strings. */
  public Optional<String> newestVersion() {
    return releaseLog.published().stream().map(PublishedRelease::version).max(String::compareTo);
  }

  /**
   * Publishes a bundle and retires the oldest beyond the number to keep, all or nothing; see {@link
   * BundlePublisher#publish}. It becomes current unless an operator holds another one.
   */
  public void publish(String version, byte[] bundle, ReleaseFacts facts) {
    releaseLog.refresh(); // What an operator has just decided to hold must not be retired.
    publisher.publish(version, bundle, facts.by(releasedBy), releaseLog.beyond(kept));
  }

  @Override
  public void close() {
    try (releaseLog;
        publisher) {
      log.debug("Closing releases");
    }
  }
}
