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
import java.util.Objects;
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
 * The topics of one topology: waits until they are as the topology needs them, detects which were
 * deleted and recreated since the last run, and describes them while it runs. Confined to one
 * thread.
 *
 * <p>A recreated source is read from its beginning. A deleted changelog took state with it, and
 * only a person can say whether that can be spared: the topology does not run. Local stores that
 * are a copy of other changelogs are deleted.
 */
final class AppTopics {
  private static final Logger log = LoggerFactory.getLogger(AppTopics.class);
  private static final long RETRY_PAUSE_MS = 1_000;

  private final AppConfig config;
  private final TopicsCheck check;
  private final Set<String> required;
  private final LocalState state;
  private final KnownTopicIds knownIds;
  private final Consumer<String> waitingFor;
  private final MeterRegistry registry;
  private final InstantSource clock;

  /**
   * @param tables topics that the app follows beside the topology
   * @param waitingFor receives what is waited for in words, for the app's health
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
    this.knownIds = new KnownTopicIds(config);
    this.waitingFor = requireNonNull(waitingFor, "waitingFor is null");
    this.registry = requireNonNull(registry, "registry is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Waits until all topics exist; returns them and the existing changelogs.
   *
   * @throws UnfitTopicsException if the topology must not run on them
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
            "waiting for the brokers to describe the topics (" + e.getMessage() + ")");
        Thread.sleep(RETRY_PAUSE_MS);
      }
    }
  }

  /** The topics that exist now. */
  Map<String, TopicShape> describe(Admin admin) throws InterruptedException {
    return TopicPartitions.shapes(admin, all());
  }

  /** Continues with changed topics. */
  void accept(Admin admin, TopicChanges changes, Map<String, TopicShape> now)
      throws InterruptedException {
    changes.recreated().forEach(this::reportRecreated);
    store(admin, now);
  }

  /** What deleted changelogs mean and what to do, in words. */
  String lostState(Set<String> changelogs) {
    return ("The internal topics %s were deleted, and with them state that no other topic holds."
            + " The app does not continue as if there had been none. See 'An internal topic was"
            + " deleted' in docs/operations.md; if the app was reset on purpose, delete the"
            + " group %s and the app's folder in %s, and start it again")
        .formatted(changelogs, knownIds.group(), config.stateDir());
  }

  private void reconcile(Admin admin, Map<String, TopicShape> found) throws InterruptedException {
    TopicsSinceLastRun since =
        TopicsSinceLastRun.of(
            knownIds.read(admin), state.copyOf(), TopicShape.ids(found), check.changelogs());
    if (!since.lostChangelogs().isEmpty()) {
      throw new UnfitTopicsException(lostState(since.lostChangelogs()));
    }
    if (since.staleState() && !state.isEmpty()) {
      log.warn(
          "{}: the state in {} is a copy of changelogs that were deleted; it is deleted, and"
              + " restored from the existing ones",
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
          "{}: the state in {} has not followed its changelogs since {}, whose tombstones from"
              + " since then may be gone; it is deleted, and restored from them",
          config.app(),
          config.stateDir(),
          last.get());
      state.wipe();
    }
    since.recreated().forEach(this::reportRecreated);
    Set<String> sources = new TreeSet<>(since.recreated());
    sources.retainAll(check.sources());
    if (!sources.isEmpty()) {
      waitingFor.accept(
          "restarting with the topics " + sources + ", which were deleted and recreated");
      new GroupOffsets(admin, config.applicationId())
          .delete(
              sources,
              () -> {
                Map<String, Uuid> known = knownIds.read(admin);
                Map<String, Uuid> now = TopicShape.ids(found);
                return sources.stream()
                    .allMatch(source -> Objects.equals(now.get(source), known.get(source)));
              });
    }
    store(admin, found);
  }

  private void store(Admin admin, Map<String, TopicShape> topics) throws InterruptedException {
    Map<String, Uuid> ids = TopicShape.ids(topics);
    Set<String> carriers = new TreeSet<>(required);
    carriers.retainAll(topics.keySet());
    knownIds.write(admin, ids, carriers, clock.millis());
    state.setCopyOf(ids);
  }

  private void reportRecreated(String topic) {
    log.warn(
        "{}: {} was deleted and recreated. {}",
        config.app(),
        topic,
        check.sources().contains(topic)
            ? "It is read from its beginning; records of the old one that the app had not read are"
                + " lost"
            : "Records of the old one are lost to readers that had not read them");
    Counter.builder("laser.topics.made.again")
        .description("Topics of the app that were deleted and recreated")
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
        message -> {
          throw new UnfitTopicsException(message);
        });
  }
}
