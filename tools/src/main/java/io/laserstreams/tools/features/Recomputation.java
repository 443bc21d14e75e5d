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

/**
 * Computes streaming features of served impressions again, in its own process and from the topics
 * alone, and compares them with those that were served: training learns from what was served, so a
 * difference is a difference between training and what a feature means.
 *
 * <p>Everything is played once: impressions in the order of event times, a user's interactions in
 * the order in which they arrived, without those that scoring refused. What cannot be computed
 * again is counted apart, by its {@link DiffReport.Apart reason}.
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

  /** A user on the way. */
  private static final class Person {
    private final UserState state;

    /** Why the state cannot be told from the topics, or null. */
    private DiffReport.Apart untold;

    private String lastInteraction;
    private FittedItems items;

    Person(StreamingSettings settings, FittedItems items) {
      this.state = UserState.empty(settings);
      this.items = items;
    }

    /** What a user who starts anew left behind does not matter any more. */
    void expire(long time) {
      if (state.expiredAt(time)) {
        untold = null;
      }
      state.expire(time);
    }
  }

  /** Every bit counts, as in a replay, which waits for the statistics of each epoch. */
  public Recomputation(FeatureLog log) {
    this(log, 0);
  }

  /**
   * Of a stream that waits for nothing.
   *
   * @param tolerance the largest difference that is none
   * @throws UserException if no model is known that reads streaming features
   */
  public Recomputation(FeatureLog log, double tolerance) {
    this.log = requireNonNull(log, "log is null");
    this.report = new DiffReport(tolerance);
    this.settings = log.settings();
    if (settings == null) {
      throw new UserException(
          "There is no model on the models topic that reads streaming features: name the one that"
              + " served with --bundle.");
    }
    this.engine = StreamingFeatures.ofStateAlone(settings);
    this.statistics = new ItemStatisticsTable(settings);
  }

  /** Plays the log; once. */
  public DiffReport compare() {
    report.withoutFeatures(log.withoutFeatures());
    report.refused(log.refused());
    List<FeatureLog.Moment> moments = log.moments();
    Map<String, Long> first = new HashMap<>();
    moments.stream()
        .filter(moment -> moment.event() == null)
        .forEach(moment -> first.putIfAbsent(moment.userId(), moment.basis()));
    for (FeatureLog.Moment moment : moments) {
      Person person =
          people.computeIfAbsent(
              moment.userId(), id -> new Person(settings, itemsOr(first.getOrDefault(id, 0L))));
      if (moment.event() != null) {
        apply(moment, person);
      } else {
        person.items = itemsOr(moment.basis());
        if (moment.sample() != null) {
          compare(moment.sample(), person);
        } else {
          person.state.use(person.items);
        }
      }
    }
    return report;
  }

  private void apply(FeatureLog.Moment moment, Person person) {
    FeatureLog.Moment.Event event = moment.event();
    Map<String, String> profile = log.profile(moment.userId(), event.time());
    if (event.kind() == InteractionKind.SHOWN) {
      apply(Observation.shown(event.itemId(), event.time(), profile), moment.late(), person);
      return;
    }
    HistoryEvent entry = new HistoryEvent(event.id(), event.itemId(), event.time(), event.value());
    AppendResult outcome =
        switch (event.kind()) {
          case CLICK, RATING -> histories.add(moment.userId(), entry);
          case RATING_CHANGE -> histories.change(moment.userId(), entry);
          case RETRACTION ->
              histories.retract(moment.userId(), event.id(), event.itemId(), event.time());
          case SHOWN, UNKNOWN -> AppendResult.DUPLICATE;
        };
    if (outcome == AppendResult.APPENDED || outcome == AppendResult.INSERTED_LATE) {
      apply(
          new Observation(event.itemId(), event.time(), event.value(), profile),
          moment.late(),
          person);
    } else if (outcome == AppendResult.DUPLICATE
        && !event.id().equals(person.lastInteraction)
        && !log.knowsWhatWasRefused()) {
      person.untold = DiffReport.Apart.INTERACTIONS_TWICE;
    }
    person.lastInteraction = event.id();
  }

  private void apply(Observation observation, boolean late, Person person) {
    person.expire(observation.time());
    engine
        .apply(person.state, observation, statistics.at(observation.time()), person.items)
        .ifPresent(
            contribution -> {
              statistics.add(contribution);
              if (late) {
                person.untold = DiffReport.Apart.LATE_INTERACTIONS;
              }
            });
  }

  private void compare(ServedSample sample, Person person) {
    person.expire(sample.eventTime());
    if (log.fit(sample.basis()) == null) {
      report.apart(DiffReport.Apart.UNKNOWN_FIT);
    } else if (log.cameLate(sample.impressionId())) {
      report.apart(DiffReport.Apart.LATE_IMPRESSIONS);
    } else if (person.untold != null) {
      report.apart(person.untold);
    } else if (sample.position() != person.state.counts().count()) {
      report.apart(DiffReport.Apart.OTHER_INTERACTIONS);
    } else if (!sawTheSame(sample, statistics.at(sample.eventTime()))) {
      report.apart(DiffReport.Apart.LATE_STATISTICS);
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

  /**
   * Whether the statistics that it used had counted as many interactions as there are before its
   * epoch.
   */
  private static boolean sawTheSame(ServedSample sample, ItemStatisticsTable.View now) {
    return sample.epoch() == now.epoch()
        && (sample.itemInteractions() < 0 || sample.itemInteractions() == now.all().count());
  }

  private StreamingFeatures features(List<String> names) {
    List<StreamingFeature> known = names.stream().map(FeatureCatalogue::of).toList();
    return new StreamingFeatures(settings, known);
  }

  private FittedItems itemsOr(long version) {
    return fits.computeIfAbsent(
        version,
        key -> {
          FeatureLog.Fit fit = log.fit(key);
          return fit == null
              ? new FittedItems(FittedFactors.NONE, id -> log.features(id, null))
              : new FittedItems(fit.basis(), id -> log.features(id, fit.encoder()));
        });
  }
}
