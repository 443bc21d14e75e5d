package io.laserstreams.tools.bench.workload;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;
import java.util.Optional;

/** A user after some events, in a stream with other users' events before. */
public final class ReplayedUser {
  private static final int OTHERS = 100;
  private static final int EVENTS_OF_OTHERS = 200;
  private static final long DAY = 86_400_000;

  private final StreamingFeatures features;
  private final ItemStatisticsTable statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
  private final FittedItems items;
  private final UserState state = UserState.empty(SyntheticStream.SETTINGS);
  private final List<Observation> events;
  private final Observation next;

  public ReplayedUser(
      SyntheticStream stream, StreamingFeatures features, FittedFactors fitted, int events) {
    this.features = features;
    this.items = new FittedItems(fitted, stream::item);
    for (int other = 0; other < OTHERS; other++) {
      replay(UserState.empty(SyntheticStream.SETTINGS), stream.events(EVENTS_OF_OTHERS, 0));
    }
    List<Observation> own = stream.events(events + 1, DAY);
    this.events = own.subList(0, events);
    this.next = own.get(events);
    replay(state, this.events);
  }

  private void replay(UserState user, List<Observation> observations) {
    for (Observation event : observations) {
      apply(user, event).ifPresent(statistics::add);
    }
  }

  /** The user's state after the events. */
  public UserState state() {
    return state;
  }

  /** The user's events so far. */
  public List<Observation> events() {
    return events;
  }

  /** The user's next event, which was not applied. */
  public Observation next() {
    return next;
  }

  public ItemStatisticsTable statistics() {
    return statistics;
  }

  /** Applies an event to a user's state, not to the statistics. */
  public Optional<Contribution> apply(UserState user, Observation event) {
    return features.apply(user, event, statistics.at(event.time()), items);
  }

  /** The features of a slate at the time of the next event. */
  public StreamingValues values(UserState user, List<String> slate) {
    return features.updateAndRead(
        user, next.time(), SyntheticStream.PROFILE, slate, statistics.at(next.time()), items);
  }
}
