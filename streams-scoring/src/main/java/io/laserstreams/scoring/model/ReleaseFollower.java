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
import java.nio.channels.ClosedByInterruptException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the models topic and puts the current release into service, as {@link ReleaseChoice}
 * decides. It refuses one that does not fit, with the reason in the log, metrics and {@link
 * #lastRefusal}; the serving model stays. A record that contradicts itself or earlier ones becomes
 * a dead letter, too. Releases that are not current are ignored.
 *
 * <p>Releases are collected until the topic has no more; then the current one of them serves, or
 * the next one that fits. So of several that arrive while a model is loaded only the newest is
 * loaded. A retired version continues to serve until another one is current.
 *
 * <p>Confined to the reader's thread, apart from what the health shows.
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
  private boolean started;
  private volatile ReleaseChoice choice = ReleaseChoice.NEWEST;
  private volatile @Nullable Refusal lastRefusal;

  private record Refusal(String version, String reason) {}

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
  public void take(TableRecord<ModelRelease> record) {
    Assembled assembled = assembler.add(record.key(), record.value());
    if (assembled instanceof Assembled.Refused refused) {
      refuse(refused.version(), refused.reason());
      throw new BadRecordException("bad-release", refused.reason());
    } else if (assembled instanceof Assembled.Retired retired) {
      collected.remove(retired.version());
    } else if (assembled instanceof Assembled.Decided decided) {
      decide(decided.choice());
    } else if (!(assembled instanceof Assembled.Waiting)) {
      collect(assembled);
    }
  }

  /** The serving model stays until another one is current. */
  @Override
  public void topicRecreated(String topic) {
    assembler = new BundleAssembler();
    collected.clear();
    choice = ReleaseChoice.NEWEST;
    meters.held(false);
  }

  /** Serves the current one of the collected releases, or the next one that fits. */
  @Override
  public void readToEnd() {
    for (String version : choice.inOrder(collected.keySet())) {
      if (Thread.currentThread().isInterrupted()) {
        return; // The app is being closed.
      }
      Assembled release = requireNonNull(collected.remove(version));
      if (isWanted(version)) {
        offer(release);
      } else {
        ignore(version);
      }
    }
    collected.keySet().forEach(this::ignore);
    collected.clear();
    started = true;
  }

  /** At the start any model that fits is better than none. */
  private boolean isWanted(String version) {
    Optional<String> serving = slot.version();
    return (!started && serving.isEmpty()) || choice.replaces(version, serving.orElse(null));
  }

  /** Why the last refused release was refused; empty if none was, or if a later one serves. */
  public Optional<String> lastRefusal() {
    return Optional.ofNullable(lastRefusal).map(Refusal::reason);
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
      Set<String> dropped = new TreeSet<>(collected.keySet());
      wanted.stream().limit(MAX_COLLECTED).forEach(dropped::remove);
      dropped.forEach(this::ignore);
      collected.keySet().removeAll(dropped);
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

  /** Serves the release if it fits. */
  private void offer(Assembled release) {
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
      forgetRefusal(version);
    } catch (ClosedByInterruptException | InterruptedException e) {
      Thread.currentThread().interrupt();
      log.info("Release {} is not loaded, as the app is being closed", version);
    } catch (InvalidBundleException | IOException e) {
      refuse(version, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("Release {} exposes a bug", version, e);
      refuse(version, e.toString());
    }
  }

  /** Unless the refused release is the one that should serve. */
  private void forgetRefusal(String serving) {
    Refusal refusal = lastRefusal;
    if (refusal != null
        && choice.inOrder(List.of(serving, refusal.version())).indexOf(serving) == 0) {
      lastRefusal = null;
    }
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
    Refusal earlier = lastRefusal;
    if (earlier == null
        || choice.inOrder(List.of(version, earlier.version())).indexOf(version) == 0) {
      lastRefusal = new Refusal(version, "release " + version + " was refused: " + reason);
    }
    log.error(
        "Release {} is refused and {}: {}",
        version,
        slot.version().map(serving -> serving + " continues to serve").orElse("there is no model"),
        reason);
    outcomes.increment(ReleaseOutcome.REFUSED);
    meters.refused(version);
  }
}
