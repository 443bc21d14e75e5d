package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.BundleOrigin;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.release.ReleaseVersion;
import io.laserstreams.scoring.model.ModelCheck;
import io.laserstreams.tools.client.ScoringConfigFile;
import io.laserstreams.tools.models.Serving.Answer;
import io.laserstreams.trainer.release.BundlePublisher;
import io.laserstreams.trainer.release.PublishedRelease;
import io.laserstreams.trainer.release.ReleaseFailedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Publishes a bundle from a file. It is checked as scoring checks it before anything is written,
 * and withdrawn if an instance refuses it nevertheless.
 */
public final class ModelPublication {
  private final Models models;
  private final PrintWriter out;
  private final InstantSource clock;
  private final String user = System.getProperty("user.name", "unknown");

  public ModelPublication(ModelsOptions options, PrintWriter out, InstantSource clock) {
    this.models = new Models(options);
    this.out = requireNonNull(out, "out is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Publishes the bundle as the newest release.
   *
   * @param promote whether it is held: otherwise it is current unless another one is held, and a
   *     later release takes its place
   * @param kept how many releases stay on the topic
   * @return the version of the release
   * @throws io.laserstreams.crm.bundle.InvalidBundleException if it cannot be served
   * @throws UserException if it is there already, or not every instance serves it
   */
  public String publish(Path file, boolean promote, int kept) {
    ModelBundle bundle = ModelBundle.read(file);
    ModelCheck.requireRuns(bundle, Device.CPU);
    models.requireTopic();
    Optional<Serving> serving = models.serving();
    if (serving.isPresent()) {
      serving.get().requireReady();
      serving.get().requireFit(bundle);
    } else if (models.cluster().config() != null) {
      ModelCheck.requireFit(bundle, new ScoringConfigFile(models.cluster()::setting).ofModels());
    } else {
      out.println("Not checked against scoring's settings (--no-wait without --config).");
    }
    try (BundlePublisher publisher = models.publisher()) {
      publisher.claim();
      return publish(bundle, promote, kept, publisher, serving);
    } catch (ProducerFencedException e) {
      throw new UserException(
          "Another laser models command has just taken over; see laser models list", e);
    } catch (ReleaseFailedException | KafkaException e) {
      throw new UserException(models.topic() + " could not be changed: " + e.getMessage(), e);
    }
  }

  private String publish(
      ModelBundle bundle,
      boolean promote,
      int kept,
      BundlePublisher publisher,
      Optional<Serving> serving) {
    ReleasedVersions before = models.released();
    existing(bundle, before)
        .ifPresent(
            version -> {
              throw new UserException(
                  "This bundle is on "
                      + models.topic()
                      + " already, as "
                      + describe(version, before));
            });
    String version = ReleaseVersion.after(before.newest(), clock.instant());
    Set<String> released = new TreeSet<>(before.usable().keySet());
    released.add(version);
    ReleaseChoice choice =
        promote
            ? before.choice().promote(version, released, user, clock.instant())
            : before.choice();
    List<Entry> entries = new ArrayList<>();
    if (promote) {
      entries.add(choice.entry());
    }
    ReleaseFacts facts =
        new ReleaseFacts(bundle.metrics(), bundle.trainedUntil(), clock.millis())
            .by(user)
            .from(bundle.version(), bundle.sha256());
    List<Entry> release =
        BundleChunks.split(
            version,
            bundle.withVersion(version).toBytes(),
            BundleChunks.DEFAULT_CHUNK_BYTES,
            facts);
    entries.addAll(release);
    for (String old : before.beyond(kept)) {
      entries.addAll(
          BundleChunks.tombstones(old, requireNonNull(before.usable().get(old), old).getChunks()));
    }
    publisher.write(version, entries);
    boolean current = choice.current(released).filter(version::equals).isPresent();
    out.println("Published " + bundle.version() + " as release " + version + ".");
    if (!current) {
      out.println(
          "It is not current: "
              + choice.held()
              + " is held, "
              + choice.decided()
              + ". laser models promote "
              + version
              + " makes it current.");
      return version;
    }
    out.println(
        promote
            ? "It is current and held: later releases are published beside it until laser models"
                + " resume."
            : "It is current until a later release that the trainer does not find worse on the"
                + " newest samples.");
    out.flush();
    report(new PublishedRelease(version, release.size() - 1), before, publisher, serving);
    return version;
  }

  private void report(
      PublishedRelease release,
      ReleasedVersions before,
      BundlePublisher publisher,
      Optional<Serving> serving) {
    String version = release.version();
    Report report = new Report(out);
    if (serving.isEmpty()) {
      report.nobodyAsked(version);
      return;
    }
    List<Answer> answers = serving.get().await(version);
    report.print(version, answers, serving.get());
    if (Report.anyRefused(answers)) {
      withdraw(release, before, publisher);
    }
    Report.requireServing(version, answers);
  }

  private void withdraw(
      PublishedRelease release, ReleasedVersions before, BundlePublisher publisher) {
    String version = release.version();
    List<Entry> entries = new ArrayList<>();
    entries.add(
        before.choice().withdraw(version, before.usable().keySet(), user, clock.instant()).entry());
    before.current().ifPresent(current -> entries.addAll(Models.again(before.load(current))));
    entries.addAll(BundleChunks.tombstones(version, release.chunks()));
    publisher.write("the withdrawal of " + version, entries);
    throw new UserException(
        "Scoring refuses the bundle, so release "
            + version
            + " was withdrawn: "
            + before.current().map(current -> current + " is current").orElse("none is current"));
  }

  /** The release that was published from this file, in words; empty if there is none. */
  public Optional<String> find(Path file) {
    models.requireTopic();
    ReleasedVersions released = models.released();
    return existing(ModelBundle.read(file), released).map(version -> describe(version, released));
  }

  /** A command that was killed behind its write may simply be given again. */
  private static Optional<String> existing(ModelBundle bundle, ReleasedVersions released) {
    return released.usable().entrySet().stream()
        .filter(
            release -> {
              BundleOrigin origin = release.getValue().getOrigin();
              return origin != null && origin.getSha256().equals(bundle.sha256());
            })
        .map(Map.Entry::getKey)
        .reduce((first, second) -> second);
  }

  private static String describe(String version, ReleasedVersions released) {
    return "release "
        + version
        + (released.current().filter(version::equals).isPresent()
            ? ", which is current"
            : ", which is not current: laser models promote " + version);
  }
}
