package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.broker.KnownTopicIds;
import io.laserstreams.runtime.broker.TopicChanges;
import io.laserstreams.runtime.broker.TopicPartitions;
import io.laserstreams.runtime.broker.TopicShape;
import io.laserstreams.runtime.config.AppConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of one topology: waits until they are as it needs them, notices which were deleted and
 * made again since the app last worked with them, and tells how they change while it runs. Used by
 * one thread.
 *
 * <p>A source that was made again is read from its beginning. A changelog that was deleted took
 * state with it, of which nobody else knows whether it can be missed: the topology does not run.
 * Local stores that are a copy of other changelogs are deleted.
 */
final class AppTopics {
  private static final Logger log = LoggerFactory.getLogger(AppTopics.class);
  private static final long ASK_AGAIN_MS = 1_000;

  private final AppConfig config;
  private final TopicsCheck check;
  private final Set<String> required;
  private final LocalState state;
  private final KnownTopicIds memory;
  private final Consumer<String> waitingFor;
  private final MeterRegistry registry;
  private final InstantSource clock;

  /**
   * @param tables topics that the app follows beside the topology
   * @param waitingFor is told in words what is waited for, for the app's health
   */
  AppTopics(
      AppConfig config,
      TopicsCheck check,
      Set<String> tables,
      LocalState state,
      Consumer<String> waitingFor,
      MeterRegistry registry,
      InstantSource clock) {
    this.config = requireNonNull(config, "config is null");
    this.check = requireNonNull(check, "check is null");
    this.required = new TreeSet<>(check.required());
    this.required.addAll(tables);
    this.state = requireNonNull(state, "state is null");
    this.memory = new KnownTopicIds(config);
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
    this.registry = requireNonNull(registry, "registry is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Waits until all topics exist; returns them, with those changelogs that exist.
   *
   * @throws UnfitTopicsException where the topology must not run on them
   */
  Map<String, TopicShape> await() throws InterruptedException {
    ClusterWait cluster = new ClusterWait(config, waitingFor);
    while (true) {
      refuse(check.contradiction(cluster.untilTopicsExist(required, check.changelogs())));
      try (Admin admin = Admin.create(config.clients().admin())) {
        refuse(
            RecordSizes.contradiction(
                admin,
                check.sources(),
                check.sinks(),
                check.deadLetters(),
                config.getInt(StreamsKeys.MAX_RECORD_BYTES)));
        Map<String, TopicShape> found = TopicPartitions.shapes(admin, all());
        if (found.keySet().containsAll(required)) {
          reconcile(admin, found);
          return found;
        }
      } catch (RetriableException e) {
        waitingFor.accept(
            "waiting for the brokers to tell the topics' limits and ids (" + e.getMessage() + ")");
        Thread.sleep(ASK_AGAIN_MS);
      }
    }
  }

  /** Those of the topics that exist now. */
  Map<String, TopicShape> look(Admin admin) throws InterruptedException {
    return TopicPartitions.shapes(admin, all());
  }

  /** Goes on with topics that are not the ones of before. */
  void accept(Admin admin, TopicChanges changes, Map<String, TopicShape> now)
      throws InterruptedException {
    changes.madeAgain().forEach(this::madeAgain);
    remember(admin, now);
  }

  /** What a lost changelog means and what to do, in words. */
  String lost(Set<String> changelogs) {
    return "The internal topics "
        + changelogs
        + " were deleted, and with them state that no other topic holds. The app does not go on as"
        + " if nothing had been there. See 'An internal topic was deleted' in docs/operations.md;"
        + " where the app was reset on purpose, delete the group "
        + memory.group()
        + " and the app's folder in "
        + config.stateDir()
        + ", and start it again";
  }

  private void reconcile(Admin admin, Map<String, TopicShape> found) throws InterruptedException {
    TopicsSinceLastRun before =
        TopicsSinceLastRun.of(
            memory.recall(admin), state.copyOf(), TopicShape.ids(found), check.changelogs());
    if (!before.lostChangelogs().isEmpty()) {
      throw new UnfitTopicsException(lost(before.lostChangelogs()));
    }
    if (before.staleState() && !state.isEmpty()) {
      log.warn(
          "{}: the state in {} is a copy of changelogs that were deleted; it is deleted, and"
              + " restored from those that are there",
          config.app(),
          config.stateDir());
      state.wipe();
    }
    Optional<Instant> last =
        state
            .lastFollowing()
            .filter(then -> then.isBefore(clock.instant().minus(StreamsRunner.TOMBSTONES_KEPT)));
    if (last.isPresent() && !state.isEmpty()) {
      log.warn(
          "{}: the state in {} has not followed its changelogs since {}, and of what was deleted"
              + " since then they may no longer tell; it is deleted, and restored from them",
          config.app(),
          config.stateDir(),
          last.get());
      state.wipe();
    }
    before.madeAgain().forEach(this::madeAgain);
    Set<String> sources = new TreeSet<>(before.madeAgain());
    sources.retainAll(check.sources());
    if (!sources.isEmpty()) {
      waitingFor.accept(
          "beginning anew with the topics " + sources + ", which were deleted and made again");
      new GroupOffsets(admin, config.applicationId())
          .forget(
              sources,
              () -> {
                Map<String, Uuid> remembered = memory.recall(admin);
                return sources.stream()
                    .allMatch(source -> found.get(source).id().equals(remembered.get(source)));
              });
    }
    remember(admin, found);
  }

  private void remember(Admin admin, Map<String, TopicShape> topics) throws InterruptedException {
    Map<String, Uuid> ids = TopicShape.ids(topics);
    Set<String> carriers = new TreeSet<>(required);
    carriers.retainAll(topics.keySet());
    memory.remember(admin, ids, carriers, clock.millis());
    state.isCopyOf(ids);
  }

  private void madeAgain(String topic) {
    log.warn(
        "{}: {} was deleted and made again. {}",
        config.app(),
        topic,
        check.sources().contains(topic)
            ? "It is read from its beginning; what the old one held and the app had not read is"
                + " lost"
            : "What the old one held is lost to who had not read it");
    Counter.builder("laser.topics.made.again")
        .description("Topics of the app that were deleted and made again")
        .tag("topic", topic)
        .register(registry)
        .increment();
  }

  private Set<String> all() {
    Set<String> all = new TreeSet<>(required);
    all.addAll(check.changelogs());
    return all;
  }

  private static void refuse(Optional<String> contradiction) {
    contradiction.ifPresent(
        because -> {
          throw new UnfitTopicsException(because);
        });
  }
}
