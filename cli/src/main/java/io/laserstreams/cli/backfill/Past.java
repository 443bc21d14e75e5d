package io.laserstreams.cli.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.dataset.Catalogue;
import io.laserstreams.cli.dataset.Plays;
import io.laserstreams.schema.Interaction;
import io.laserstreams.trainer.dataset.Dataset;
import io.laserstreams.trainer.dataset.Impression;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What users of a dataset did before a time, in the order of event times. What they were only shown is left out: without the slate
 * that was served it says nothing.
 *
 * <p>Ids of interactions depend on the dataset's name, the user, and how many impressions the user had before: the same files, or files
 * that have grown at their end, give the same ids.
 */
final class Past {
  private final Dataset data;
  private final int[] order;
  private final long interactions;
  private final long shownOnly;

  private Past(Dataset data, int[] order, long interactions, long shownOnly) {
    this.data = data;
    this.order = order;
    this.interactions = interactions;
    this.shownOnly = shownOnly;
  }

  /**
   * The interactions of a dataset.
   *
   * @param until event time, milliseconds since the epoch, of the first that is left out
   * @param limit how many at most; those of one impression stay together, so it may be some more
   */
  static Past of(Dataset data, long until, long limit) {
    List<Impression> plays = requireNonNull(data, "data is null").impressions();
    int[] order = Plays.byEventTime(plays, plays.size());
    int end = 0;
    long interactions = 0;
    long shown = 0;
    while (end < order.length && interactions < limit && plays.get(order[end]).interactionTime() < until) {
      Impression play = plays.get(order[end++]);
      interactions += play.interactions();
      shown += play.candidates().size() - play.interactions();
    }
    return new Past(data, Arrays.copyOf(order, end), interactions, shown);
  }

  String name() {
    return data.name();
  }

  /** Users and items. */
  Catalogue catalogue() {
    return new Catalogue(data);
  }

  /** Whether event times are made up, because the data have none. */
  boolean isTimeless() {
    return data.description().interactions().time() == null;
  }

  long interactions() {
    return interactions;
  }

  /** Candidates that were shown and nothing more. */
  long shownOnly() {
    return shownOnly;
  }

  /** Event time of the first interaction; only where there is one. */
  long from() {
    return first(0, 1);
  }

  /** Event time of the last interaction; only where there is one. */
  long to() {
    return first(order.length - 1, -1);
  }

  /** Epochs of this length with an interaction. */
  long epochs(long epochMillis) {
    return Arrays.stream(order).mapToObj(index -> data.impressions().get(index)).filter(play -> play.interactions() > 0)
        .mapToLong(play -> Math.floorDiv(play.interactionTime(), epochMillis)).distinct().count();
  }

  /** Hands out all interactions, none of which names an impression: nothing was served for it, so it makes no sample. */
  void forEach(Consumer<Interaction> visitor) {
    for (int index : order) {
      Impression play = data.impressions().get(index);
      for (int i = 0; i < play.candidates().size(); i++) {
        if (play.candidates().get(i).interacted()) {
          visitor.accept(Plays.interaction(play, i, null));
        }
      }
    }
  }

  private long first(int from, int step) {
    for (int i = from; i >= 0 && i < order.length; i += step) {
      Impression play = data.impressions().get(order[i]);
      if (play.interactions() > 0) {
        return play.interactionTime();
      }
    }
    throw new IllegalStateException("There is no interaction in " + name());
  }
}
