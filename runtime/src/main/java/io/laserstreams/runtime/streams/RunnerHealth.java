package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.failure.AppFailure;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one topology, reported by several threads. Once it has ended it stays so.
 * Thread-safe.
 */
final class RunnerHealth {
  private static final Logger log = LoggerFactory.getLogger(RunnerHealth.class);

  private final String app;
  private final Restoration restoration;
  private final DiskSpace disk;
  private volatile Health reported = Health.starting("not started");
  private volatile Set<String> missing = Set.of();

  RunnerHealth(String app, Restoration restoration, DiskSpace disk) {
    this.app = requireNonNull(app, "app is null");
    this.restoration = requireNonNull(restoration, "restoration is null");
    this.disk = requireNonNull(disk, "disk is null");
  }

  /**
   * The health last reported, unless a missing topic, a full disk or a restoration is more telling.
   */
  Health now() {
    Health current = reported;
    if (!current.live()) {
      return current;
    }
    Set<String> deleted = missing;
    if (!deleted.isEmpty()) {
      return Health.starting(
          "waiting for the missing topics "
              + deleted
              + ", which were deleted; create them with: laser topics apply");
    }
    if (current.ready()) {
      disk.reportProcessing();
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
    return reported.live();
  }

  void ready() {
    report(Health.ready("processing"));
  }

  void starting(String detail) {
    report(Health.starting(detail));
  }

  /**
   * @param cause null if the detail says all
   */
  void fail(String detail, @Nullable Throwable cause) {
    log.error("{}: {}", app, detail, cause);
    report(Health.failed(detail));
  }

  void cannotStart(Throwable cause) {
    report(AppFailure.health(log, "Cannot start", cause));
  }

  void closed() {
    reported = Health.closed();
  }

  /** Topics that were deleted while the topology runs. */
  void missing(Set<String> topics) {
    missing = Set.copyOf(topics);
  }

  private void report(Health next) {
    if (reported.live()) {
      reported = next;
    }
  }
}
