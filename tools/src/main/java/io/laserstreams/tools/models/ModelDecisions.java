package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.trainer.release.BundlePublisher;
import io.laserstreams.trainer.release.ReleaseFailedException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Promotes, rolls back and resumes: decides which release is current, and reports what scoring made
 * of it. A decision that an instance refuses is taken back.
 */
public final class ModelDecisions {
  private final Models models;
  private final PrintWriter out;
  private final String user;
  private final InstantSource clock;

  public ModelDecisions(ModelsOptions options, PrintWriter out, InstantSource clock) {
    this.models = new Models(options);
    this.out = requireNonNull(out, "out is null");
    this.user = System.getProperty("user.name", "unknown");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** What to decide about the releases that are there; may print why there is nothing to do. */
  private interface Decision {
    Optional<ReleaseChoice> on(ReleasedVersions released);
  }

  /**
   * Makes a release current until the next decision.
   *
   * @throws UserException if there is no such release, or scoring refuses it
   */
  public void promote(String version) {
    decide(
        released -> {
          released.require(version);
          if (version.equals(released.choice().held())) {
            out.println("Release " + version + " is current and held already.");
            return Optional.empty();
          }
          return Optional.of(
              released
                  .choice()
                  .promote(version, released.usable().keySet(), user, clock.instant()));
        });
  }

  /**
   * Makes the release current that was current before, and withdraws the current one.
   *
   * @throws UserException if there is none before it, or scoring refuses it
   */
  public void rollBack() {
    decide(
        released -> {
          Optional<ReleaseChoice> choice =
              released.choice().rollBack(released.usable().keySet(), user, clock.instant());
          if (choice.isEmpty()) {
            throw new UserException(
                released
                        .current()
                        .map(current -> "There is no release before " + current)
                        .orElse("There is no release")
                    + " on "
                    + models.topic()
                    + " to go back to; nothing was changed. laser models list shows what is"
                    + " there; releases.kept of the trainer says how many stay");
          }
          return choice;
        });
  }

  /**
   * Lets the newest release be current again.
   *
   * @throws UserException if nothing is held, or scoring refuses the newest
   */
  public void resume() {
    decide(
        released -> {
          if (!released.choice().isHeld()) {
            out.println(
                "No release is held: the newest one is current, "
                    + released.current().orElse("once there is one")
                    + ".");
            return Optional.empty();
          }
          return Optional.of(
              released.choice().resume(released.usable().keySet(), user, clock.instant()));
        });
  }

  private void decide(Decision decision) {
    models.requireTopic();
    Optional<Serving> serving = models.serving();
    serving.ifPresent(Serving::requireReady);
    try (BundlePublisher publisher = models.publisher()) {
      publisher.claim();
      ReleasedVersions before = models.released();
      Optional<ReleaseChoice> decided = decision.on(before);
      if (decided.isPresent()) {
        apply(publisher, before, decided.get(), serving);
      }
    } catch (ProducerFencedException e) {
      throw new UserException(
          "Another laser models command has just taken over; see laser models list", e);
    } catch (ReleaseFailedException | KafkaException e) {
      throw new UserException(models.topic() + " could not be changed: " + e.getMessage(), e);
    }
  }

  private void apply(
      BundlePublisher publisher,
      ReleasedVersions before,
      ReleaseChoice choice,
      Optional<Serving> serving) {
    String version = choice.current(before.usable().keySet()).orElseThrow();
    write(publisher, before, choice);
    out.println(describe(before, choice, version));
    out.flush();
    Report report = new Report(out);
    if (serving.isEmpty()) {
      report.nobodyAsked(version);
      return;
    }
    List<Serving.Answer> answers = serving.get().await(version);
    report.print(version, answers, serving.get());
    if (Report.anyRefused(answers)) {
      takeBack(publisher, before, version);
    }
    Report.requireServing(version, answers);
    if (models.released().usable().get(version) == null) {
      throw new UserException(
          "Release "
              + version
              + " serves, but the trainer has deleted it from "
              + models.topic()
              + " meanwhile: instances that start would not find it. Decide for another one");
    }
  }

  private void takeBack(BundlePublisher publisher, ReleasedVersions before, String version) {
    ReleaseChoice old = before.choice();
    write(
        publisher,
        before,
        new ReleaseChoice(
            old.held(),
            old.before(),
            old.withdrawn(),
            new ReleaseChoice.Decided("restore", user, clock.instant())));
    throw new UserException(
        "Scoring refuses release "
            + version
            + ", so the decision was taken back: "
            + before.current().map(current -> current + " is current").orElse("none is current"));
  }

  /** The decision and, in the same transaction, the release that it makes current. */
  private static void write(
      BundlePublisher publisher, ReleasedVersions released, ReleaseChoice choice) {
    List<Entry> entries = new ArrayList<>();
    entries.add(choice.entry());
    String version = choice.current(released.usable().keySet()).orElse("");
    if (!version.isEmpty()) {
      entries.addAll(Models.again(released.load(version)));
    }
    publisher.write("the decision for " + version, entries);
  }

  private static String describe(ReleasedVersions before, ReleaseChoice choice, String version) {
    String was = before.current().orElse("none");
    String change =
        was.equals(version)
            ? "Release " + version + " stays current"
            : "Release " + version + " is current instead of " + was;
    return change
        + (choice.isHeld()
            ? " and is held: later releases are published beside it until laser models resume"
            : "; later releases become current by themselves");
  }
}
