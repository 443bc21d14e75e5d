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
import io.laserstreams.schema.release.ReleaseChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the models topic and puts the current release into service, as {@link ReleaseChoice}
 * decides. It refuses one that does not fit, with the reason in the log, metrics and {@link
 * #lastRefusal}; the serving model stays. A record that contradicts itself or earlier ones becomes
 * a dead letter, too. Releases that are not current are ignored.
 *
 * <p>Releases that are on the topic at the start are only collected; {@link #catchUp} then serves
 * the current one, or the next one that fits. A retired version continues to serve until another
 * one is current.
 */
public final class ReleaseFollower implements TableListener<ModelRelease> {
  private static final Logger log = LoggerFactory.getLogger(ReleaseFollower.class);
  private static final int MAX_COLLECTED = 3;

  private enum ReleaseOutcome {
    SERVED,
    REFUSED,
    /** Not current. */
    IGNORED
  }

  private final ModelSwapper keeper;
  private final ModelSlot slot;
  private final BundleFetcher fetcher;
  private final EnumCounters<ReleaseOutcome> outcomes;
  private final TreeMap<String, Assembled> collected = new TreeMap<>();
  private final ReleaseMeters meters;
  private BundleAssembler assembler = new BundleAssembler();
  private boolean caughtUp;
  private volatile ReleaseChoice choice = ReleaseChoice.NEWEST;
  private volatile @Nullable String lastRefusal;

  public ReleaseFollower(
      ModelSwapper keeper, ModelSlot slot, BundleFetcher fetcher, MeterRegistry registry) {
    this.keeper = requireNonNull(keeper, "keeper is null");
    this.slot = requireNonNull(slot, "slot is null");
    this.fetcher = requireNonNull(fetcher, "fetcher is null");
    this.outcomes =
        EnumCounters.register(
            registry,
            "laser.model.releases",
            "Releases on the models topic, by outcome",
            "outcome",
            EnumSet.allOf(ReleaseOutcome.class));
    this.meters = new ReleaseMeters(registry);
  }

  @Override
  public synchronized void take(TableRecord<ModelRelease> record) {
    Assembled assembled = assembler.add(record.key(), record.value());
    if (assembled instanceof Assembled.Refused refused) {
      refuse(refused.version(), refused.reason());
      throw new BadRecordException("bad-release", refused.reason());
    } else if (assembled instanceof Assembled.Retired retired) {
      collected.remove(retired.version());
    } else if (assembled instanceof Assembled.Decided decided) {
      decide(decided.choice());
    } else if (!(assembled instanceof Assembled.Waiting)) {
      if (!caughtUp) {
        collect(assembled);
      } else if (choice.replaces(assembled.version(), slot.version().orElse(null))) {
        offer(assembled);
      } else {
        ignore(assembled.version());
      }
    }
  }

  /** The serving model stays until another one is current. */
  @Override
  public synchronized void topicRecreated(String topic) {
    assembler = new BundleAssembler();
    collected.clear();
    choice = ReleaseChoice.NEWEST;
    meters.held(false);
  }

  /**
   * Call it once the topic is read to its end: serves the current release, or the next one that
   * fits, and from now on each that becomes current at once.
   */
  public synchronized void catchUp() {
    String refusal = null;
    for (String version : choice.inOrder(collected.keySet())) {
      if (offer(requireNonNull(collected.get(version)))) {
        break;
      }
      refusal = refusal == null ? lastRefusal : refusal;
      log.info("Trying the previous release");
    }
    lastRefusal = refusal;
    collected.clear();
    caughtUp = true;
  }

  /** Why the last refused release was refused; empty if none was, or if a later one serves. */
  public Optional<String> lastRefusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /** What operators decided about releases, in words; empty if nothing is held. */
  public Optional<String> decision() {
    ReleaseChoice now = choice;
    return now.isHeld()
        ? Optional.of("release " + now.held() + " is held, " + now.decided())
        : Optional.empty();
  }

  private void decide(ReleaseChoice decided) {
    choice = decided;
    meters.held(decided.isHeld());
    log.info(
        "Decision on the models topic, {}: {}, withdrawn are {}",
        decided.decided() == null ? "deleted" : decided.decided(),
        decided.isHeld() ? decided.held() + " is held" : "the newest release is current",
        decided.withdrawn());
  }

  private void collect(Assembled release) {
    collected.put(release.version(), release);
    if (collected.size() > MAX_COLLECTED) {
      List<String> wanted = choice.inOrder(collected.keySet());
      collected.keySet().retainAll(wanted.subList(0, Math.min(MAX_COLLECTED, wanted.size())));
    }
  }

  private void ignore(String version) {
    outcomes.increment(ReleaseOutcome.IGNORED);
    log.info(
        "Release {} is ignored: {} serves{}",
        version,
        slot.version().orElse("none"),
        choice.isHeld() ? ", and " + choice.held() + " is held" : "");
  }

  /** Serves the release if it fits; false if it was refused. */
  private boolean offer(Assembled release) {
    String version = release.version();
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
      meters.serves(version);
      lastRefusal = null;
      return true;
    } catch (InvalidBundleException | IOException e) {
      refuse(version, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("Release {} exposes a bug", version, e);
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
        slot.version().map(serving -> serving + " continues to serve").orElse("there is no model"),
        reason);
    outcomes.increment(ReleaseOutcome.REFUSED);
    meters.refused(version);
  }
}
