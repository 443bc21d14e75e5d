package io.laserstreams.trainer.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.ItemFeatures;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.EventPool;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.trainer.torch.Slate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Plays MovieLens-1M in the order of time and hands out samples with exactly the features that the scoring stream has for the same
 * events: each rating is first an impression of its item, a millisecond later an interaction.
 *
 * <p>Event time in milliseconds is the rating's second times 1000, plus two for each earlier rating of the user in that second. All
 * item knowledge is there from the start.
 */
public final class SampleStream implements Samples {
  private static final int MILLIS_APART = 2;

  private final MovieLens data;
  private final Protocol protocol;
  private final Map<String, ItemFeatures> items;
  private final int historyLength;

  /**
   * @param data the dataset
   * @param items the items that are known
   * @param spec says how long a history is
   */
  public SampleStream(MovieLens data, Map<String, ItemFeatures> items, FeatureSpec spec) {
    this.data = requireNonNull(data, "data is null");
    this.protocol = Protocol.of(data.ratings());
    this.items = Map.copyOf(items);
    this.historyLength = spec.eventsRead();
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  /** The items of the dataset with these knowledge vectors by movie id. */
  public static Map<String, ItemFeatures> items(MovieLens data, Map<String, float[]> knowledge) {
    Map<String, ItemFeatures> items = new HashMap<>();
    data.movies()
        .forEach(
            (id, movie) ->
                items.put(id, new ItemFeatures(id, movie.genres(), Map.of("year", movie.year()), knowledge.get(id))));
    return items;
  }

  @Override
  public void play(IntPredicate wanted, Consumer<Sample> consumer) {
    play(data.ratings().size(), wanted, consumer);
  }

  /** Plays the first ratings only. */
  public void play(int ratings, IntPredicate wanted, Consumer<Sample> consumer) {
    var histories = new UserHistories(new InMemoryByteStore());
    var pool = new EventPool();
    Map<String, Clock> clocks = new HashMap<>();
    int sample = 0;
    for (Rating rating : data.ratings().subList(0, Math.min(ratings, data.ratings().size()))) {
      Clock clock = clocks.computeIfAbsent(rating.userId(), user -> new Clock());
      int earlier = clock.ratings;
      long eventTime = clock.next(rating.second());
      String impressionId = MovieLens.ID + "-" + rating.userId() + "-" + earlier;
      if (earlier >= Protocol.FEWEST_EARLIER) {
        if (wanted.test(sample)) {
          List<HistoryEvent> history = pool.shared(histories.newestBefore(rating.userId(), eventTime, historyLength));
          consumer.accept(new Sample(impressionId, protocol.part(sample), slate(rating, eventTime, history)));
        }
        sample++;
      }
      var event = new HistoryEvent(impressionId + "-rating", rating.itemId(), eventTime + 1, rating.stars());
      histories.add(rating.userId(), event);
    }
  }

  private Slate slate(Rating rating, long eventTime, List<HistoryEvent> history) {
    Map<String, String> profile = data.profiles().getOrDefault(rating.userId(), Map.of());
    return new Slate(
        new UserFeatures(eventTime, profile, Map.of(), history, null),
        history.stream().map(event -> item(event.itemId())).toList(),
        List.of(item(rating.itemId())),
        new float[] {rating.isPositive() ? 1 : 0});
  }

  private ItemFeatures item(String itemId) {
    ItemFeatures item = items.get(itemId);
    return item == null ? ItemFeatures.unknown(itemId) : item;
  }

  /** Event times of one user. */
  private static final class Clock {
    private int ratings;
    private long second = Long.MIN_VALUE;
    private int inSecond;

    long next(long ratingSecond) {
      inSecond = ratingSecond == second ? inSecond + 1 : 0;
      second = ratingSecond;
      ratings++;
      return ratingSecond * 1000 + (long) MILLIS_APART * inSecond;
    }
  }
}
