package io.laserstreams.tools.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.InteractionKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the streaming features of served impressions again, from the topics alone, and compares
 * them with those that were served: training learns from served values, so a difference means that
 * it learns something else than the feature's definition.
 *
 * <p>Everything is played once: impressions in the order of event times, a user's interactions in
 * the order in which they arrived, without those that scoring refused. Samples that cannot be
 * computed again are counted by the {@link ExclusionReason}.
 */
public final class Recomputation {
  private final FeatureLog log;
  private final StreamingSettings settings;
  private final StreamingFeatures engine;
  private final ItemStatisticsTable statistics;
  private final UserHistories histories = new UserHistories(new InMemoryByteStore());
  private final Map<String, Person> people = new HashMap<>();
  private final Map<Long, FittedItems> fits = new HashMap<>();
  private final Map<List<String>, StreamingFeatures> features = new HashMap<>();
  private final DiffReport report;

  /** A user at the current point of the timeline. */
  private static final class Person {
    private final UserState state;

    /** Why the state does not follow from the topics; null if it does. */
    private @Nullable ExclusionReason exclusion;

    private @Nullable String lastInteraction;
    private FittedItems items;

    Person(StreamingSettings settings, FittedItems items) {
      this.state = UserState.empty(settings);
      this.items = items;
    }

    /** A state that starts again depends on nothing from before. */
    void expire(long time) {
      if (state.expiredAt(time)) {
        exclusion = null;
      }
      state.expire(time);
    }
  }

  /** For a replay, which waits for the statistics of each epoch: every bit counts. */
  public Recomputation(FeatureLog log) {
    this(log, 0);
  }

  /**
   * For a stream that waits for nothing.
   *
   * @param tolerance the largest difference to ignore
   * @throws UserException if no known model reads streaming features
   */
  public Recomputation(FeatureLog log, double tolerance) {
    this.log = requireNonNull(log, "log is null");
    this.report = new DiffReport(tolerance);
    StreamingSettings logged = log.settings();
    if (logged == null) {
      throw new UserException(
          "There is no model on the models topic that reads streaming features: name the one that"
              + " served with --bundle.");
    }
    this.settings = logged;
    this.engine = StreamingFeatures.ofStateAlone(settings);
    this.statistics = new ItemStatisticsTable(settings);
  }

  /** Plays the log. Call once. */
  public DiffReport compare() {
    report.withoutFeatures(log.withoutFeatures());
    report.refused(log.refused());
    List<TimelineEvent> timeline = log.timeline();
    Map<String, Long> first = new HashMap<>();
    timeline.stream()
        .filter(event -> event.interaction() == null)
        .forEach(event -> first.putIfAbsent(event.userId(), event.factors()));
    for (TimelineEvent event : timeline) {
      Person person =
          people.computeIfAbsent(
              event.userId(), id -> new Person(settings, items(first.getOrDefault(id, 0L))));
      if (event.interaction() != null) {
        apply(event.interaction(), event.userId(), event.late(), person);
      } else {
        person.items = items(event.factors());
        if (event.sample() != null) {
          compare(event.sample(), person);
        } else {
          person.state.use(person.items);
        }
      }
    }
    return report;
  }

  private void apply(
      TimelineEvent.UserInteraction interaction, String userId, boolean late, Person person) {
    long time = interaction.eventTime();
    Map<String, String> profile = log.profile(userId, time);
    if (interaction.kind() == InteractionKind.SHOWN) {
      apply(Observation.shown(interaction.itemId(), time, profile), late, person);
      return;
    }
    HistoryEvent event =
        new HistoryEvent(interaction.id(), interaction.itemId(), time, interaction.value());
    AppendResult result =
        switch (interaction.kind()) {
          case CLICK, RATING -> histories.add(userId, event);
          case RATING_CHANGE -> histories.change(userId, event);
          case RETRACTION ->
              histories.retract(userId, interaction.id(), interaction.itemId(), time);
          case SHOWN, UNKNOWN -> AppendResult.DUPLICATE;
        };
    if (result == AppendResult.APPENDED || result == AppendResult.INSERTED_LATE) {
      apply(
          new Observation(interaction.itemId(), time, interaction.value(), profile), late, person);
    } else if (result == AppendResult.DUPLICATE
        && !interaction.id().equals(person.lastInteraction)
        && !log.knowsAllRefusals()) {
      person.exclusion = ExclusionReason.INTERACTIONS_TWICE;
    }
    person.lastInteraction = interaction.id();
  }

  private void apply(Observation observation, boolean late, Person person) {
    person.expire(observation.time());
    engine
        .apply(person.state, observation, statistics.at(observation.time()), person.items)
        .ifPresent(
            contribution -> {
              statistics.add(contribution);
              if (late) {
                person.exclusion = ExclusionReason.LATE_INTERACTIONS;
              }
            });
  }

  private void compare(ServedSample sample, Person person) {
    person.expire(sample.eventTime());
    if (log.fit(sample.factors()) == null) {
      report.exclude(ExclusionReason.UNKNOWN_FIT);
    } else if (log.cameLate(sample.impressionId())) {
      report.exclude(ExclusionReason.LATE_IMPRESSIONS);
    } else if (person.exclusion != null) {
      report.exclude(person.exclusion);
    } else if (sample.position() != person.state.counts().count()) {
      report.exclude(ExclusionReason.OTHER_INTERACTIONS);
    } else if (!sawTheSame(sample, statistics.at(sample.eventTime()))) {
      report.exclude(ExclusionReason.LATE_STATISTICS);
    } else {
      StreamingFeatures wanted =
          features.computeIfAbsent(
              Stream.concat(sample.ofUser().stream(), sample.ofCandidates().stream()).toList(),
              this::features);
      StreamingValues values =
          wanted.updateAndRead(
              person.state,
              sample.eventTime(),
              sample.profile(),
              sample.items(),
              statistics.at(sample.eventTime()),
              person.items);
      report.sample(sample, values);
    }
  }

  /** Whether the statistics that the sample used had counted all interactions before its epoch. */
  private static boolean sawTheSame(ServedSample sample, ItemStatisticsTable.View now) {
    return sample.epoch() == now.epoch()
        && (sample.itemInteractions() < 0 || sample.itemInteractions() == now.all().count());
  }

  private StreamingFeatures features(List<String> names) {
    List<StreamingFeature> known = names.stream().map(FeatureCatalogue::of).toList();
    return new StreamingFeatures(settings, known);
  }

  /** Items seen through the fit of this version, or through none if it is unknown. */
  private FittedItems items(long version) {
    return fits.computeIfAbsent(
        version,
        key -> {
          FeatureLog.Fit fit = log.fit(key);
          return fit == null
              ? new FittedItems(FittedFactors.NONE, id -> log.features(id, null))
              : new FittedItems(fit.factors(), id -> log.features(id, fit.encoder()));
        });
  }
}
