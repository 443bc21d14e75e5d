package io.laserstreams.scoring.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ReleaseManifest;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleAssembler;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the releases on the models topic and puts each newer one into service. One that does not
 * fit is refused, with the reason in the log, a metric and {@link #lastRefusal}; the model that
 * serves stays. A record that contradicts itself or those before it is a dead letter besides.
 * Releases that are not newer than it are ignored.
 *
 * <p>What the topic holds at the start is only collected; {@link #catchUp} then takes the newest
 * release that fits. A retired version goes on serving until a newer one comes.
 */
public final class ReleaseFollower implements TableListener<ModelRelease> {
  private static final Logger log = LoggerFactory.getLogger(ReleaseFollower.class);
  private static final int MOST_COLLECTED = 3;

  private enum ReleaseOutcome {
    SERVED,
    REFUSED,
    /** Not newer than the one that serves. */
    IGNORED
  }

  private final ModelKeeper keeper;
  private final ModelSlot slot;
  private final BundleFetcher fetcher;
  private final EnumCounters<ReleaseOutcome> outcomes;
  private final TreeMap<String, Assembled> collected = new TreeMap<>();
  private BundleAssembler assembler = new BundleAssembler();
  private boolean caughtUp;
  private volatile String lastRefusal;

  public ReleaseFollower(
      ModelKeeper keeper, ModelSlot slot, BundleFetcher fetcher, MeterRegistry registry) {
    this.keeper = requireNonNull(keeper, "keeper is null");
    this.slot = requireNonNull(slot, "slot is null");
    this.fetcher = requireNonNull(fetcher, "fetcher is null");
    this.outcomes =
        EnumCounters.register(
            registry,
            "laser.model.releases",
            "What became of releases on the models topic",
            "outcome",
            EnumSet.allOf(ReleaseOutcome.class));
  }

  @Override
  public synchronized void take(TableRecord<ModelRelease> record) {
    Assembled assembled = assembler.add(record.key(), record.value());
    if (assembled instanceof Assembled.Refused refused) {
      refuse(refused.version(), refused.reason());
      throw new BadRecordException("bad-release", refused.reason());
    } else if (assembled instanceof Assembled.Retired retired) {
      collected.remove(retired.version());
    } else if (!(assembled instanceof Assembled.Waiting)) {
      if (caughtUp) {
        offer(assembled);
      } else {
        collected.put(assembled.version(), assembled);
        if (collected.size() > MOST_COLLECTED) {
          collected.pollFirstEntry();
        }
      }
    }
  }

  /** The model that serves stays until a newer one is released. */
  @Override
  public synchronized void topicRecreated(String topic) {
    assembler = new BundleAssembler();
    collected.clear();
  }

  /**
   * The topic has been read to its end: takes the newest release that fits, and from now on every
   * newer one at once.
   */
  public synchronized void catchUp() {
    while (!collected.isEmpty() && !offer(collected.pollLastEntry().getValue())) {
      log.info("Trying the release before");
    }
    collected.clear();
    caughtUp = true;
  }

  /** Why the last refused release was refused; empty where none was, or a later one serves. */
  public Optional<String> lastRefusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /** Whether the release serves now, or one that is at least as new did already. */
  private boolean offer(Assembled release) {
    String version = release.version();
    Optional<String> serving = slot.version();
    if (serving.isPresent() && version.compareTo(serving.get()) <= 0) {
      outcomes.increment(ReleaseOutcome.IGNORED);
      log.info("Release {} is ignored: {} serves", version, serving.get());
      return true;
    }
    try {
      ModelBundle bundle =
          release instanceof Assembled.Bundle whole
              ? ModelBundle.read(whole.bytes())
              : fetched((Assembled.Link) release);
      if (!bundle.version().equals(version)) {
        throw new InvalidBundleException("The bundle calls itself " + bundle.version());
      }
      keeper.install(bundle);
      outcomes.increment(ReleaseOutcome.SERVED);
      lastRefusal = null;
      return true;
    } catch (InvalidBundleException | IOException e) {
      refuse(version, e.getMessage());
    } catch (RuntimeException e) {
      log.error("Release {} brings out a fault", version, e);
      refuse(version, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(version, "interrupted");
    }
    return false;
  }

  private ModelBundle fetched(Assembled.Link link) throws IOException, InterruptedException {
    ReleaseManifest manifest = link.manifest();
    ModelBundle bundle = ModelBundle.read(fetcher.fetch(link.uri(), manifest));
    if (!bundle.sha256().equals(manifest.getSha256())) {
      throw new InvalidBundleException(
          link.uri() + " has checksum " + bundle.sha256() + " instead of " + manifest.getSha256());
    }
    return bundle;
  }

  private void refuse(String version, String reason) {
    lastRefusal = "release " + version + " was refused: " + reason;
    log.error(
        "Release {} is refused and {}: {}",
        version,
        slot.version().map(serving -> serving + " goes on serving").orElse("there is no model"),
        reason);
    outcomes.increment(ReleaseOutcome.REFUSED);
  }
}
