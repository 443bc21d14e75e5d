package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.failure.AppFailure;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one topology, of which several threads tell something. What has ended stays so.
 * Thread-safe.
 */
final class RunnerHealth {
  private static final Logger log = LoggerFactory.getLogger(RunnerHealth.class);

  private final String app;
  private final Restoration restoration;
  private final DiskSpace disk;
  private volatile Health told = Health.starting("not started");
  private volatile Set<String> missing = Set.of();

  RunnerHealth(String app, Restoration restoration, DiskSpace disk) {
    this.app = requireNonNull(app, "app is null");
    this.restoration = requireNonNull(restoration, "restoration is null");
    this.disk = requireNonNull(disk, "disk is null");
  }

  /**
   * What is told, unless a topic is missing, the disk is full or state is being restored, which say
   * more.
   */
  Health now() {
    Health current = told;
    if (!current.live()) {
      return current;
    }
    Set<String> gone = missing;
    if (!gone.isEmpty()) {
      return Health.starting(
          "waiting for the missing topics "
              + gone
              + ", which were deleted; create them with: laser topics apply");
    }
    if (current.ready()) {
      disk.works();
    }
    Optional<String> full = disk.trouble();
    if (current.ready() && !disk.hasRunOut()) {
      return full.map(trouble -> Health.ready(current.detail() + "; " + trouble)).orElse(current);
    }
    String restoring = restoration.describe();
    return full.map(Health::starting)
        .orElse(restoring.isEmpty() ? current : Health.starting(restoring));
  }

  boolean live() {
    return told.live();
  }

  void ready() {
    tell(Health.ready("processing"));
  }

  void starting(String detail) {
    tell(Health.starting(detail));
  }

  /**
   * @param cause null where the detail says all
   */
  void fail(String detail, Throwable cause) {
    log.error("{}: {}", app, detail, cause);
    tell(Health.failed(detail));
  }

  void cannotStart(Throwable cause) {
    tell(AppFailure.health(log, "Cannot start", cause));
  }

  void closed() {
    told = Health.closed();
  }

  /** Topics that are gone while the topology runs. */
  void missing(Set<String> topics) {
    missing = Set.copyOf(topics);
  }

  private void tell(Health next) {
    if (told.live()) {
      told = next;
    }
  }
}
