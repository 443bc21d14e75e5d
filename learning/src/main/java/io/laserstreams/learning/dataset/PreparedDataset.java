package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A dataset whose histories are built once and shared by all that learn from it. It has the same
 * samples, to the bit, as {@link ReplayedSamples}, without a store in between. A sample keeps only
 * where its history ends in the list of the user's events, and becomes a slate on demand.
 */
public final class PreparedDataset {
  private final Dataset data;
  private final Knowledge knowledge;
  private final Protocol protocol;
  private final SlateFactory slates;
  private final List<Prepared> samples = new ArrayList<>();

  /**
   * Prepares every sample.
   *
   * @param knowledge a specification without an encoder does not see it
   */
  public PreparedDataset(Dataset data, Knowledge knowledge) {
    this.data = requireNonNull(data, "data is null");
    this.knowledge = requireNonNull(knowledge, "knowledge is null");
    this.protocol = data.protocol();
    this.slates = new SlateFactory(data, knowledge);
    Map<String, History> histories = new HashMap<>();
    UserKnowledgeVectors userKnowledge = slates.userKnowledge();
    for (Impression impression : data.impressions()) {
      History history =
          histories.computeIfAbsent(
              impression.userId(), user -> new History(new ArrayList<>(), new ArrayList<>()));
      if (impression.isSample()) {
        samples.add(
            new Prepared(
                impression,
                history,
                history.events().size(),
                userKnowledge.of(impression.userId(), impression.time())));
      }
      List<HistoryEvent> events = SlateFactory.events(impression);
      history.events().addAll(events);
      if (!slates.isTimed()) {
        history.items().addAll(slates.items(events, impression.time()));
      }
      userKnowledge.learn(impression);
    }
  }

  /** The items of the events from one number up to another, as known at the impression. */
  private List<ItemFeatures> items(Prepared sample, int from) {
    return slates.isTimed()
        ? slates.items(
            sample.history().events().subList(from, sample.end()), sample.impression().time())
        : sample.history().items().subList(from, sample.end());
  }

  /**
   * All events of a user and, parallel to them, their items; without items if what is known about
   * them depends on the time.
   */
  private record History(List<HistoryEvent> events, List<ItemFeatures> items) {}

  /**
   * @param end number of the history's events before the impression
   * @param userKnowledge the user's knowledge vector, null for none
   */
  private record Prepared(
      Impression impression, History history, int end, float @Nullable [] userKnowledge) {
    int newest(int limit) {
      return Math.max(0, end - limit);
    }
  }

  public Dataset data() {
    return data;
  }

  public Knowledge knowledge() {
    return knowledge;
  }

  /** The samples with histories of this specification's length, without streaming features. */
  public DatasetSamples samples(FeatureSpec spec) {
    return samples(spec, sample -> null);
  }

  /**
   * The samples with histories of this specification's length.
   *
   * @param streaming their streaming features by their number in the protocol, null for none
   */
  public DatasetSamples samples(
      FeatureSpec spec, IntFunction<@Nullable StreamingValues> streaming) {
    int historyLength = spec.eventsRead();
    return new DatasetSamples() {
      @Override
      public Protocol protocol() {
        return protocol;
      }

      @Override
      public String labels() {
        return data.description().labels();
      }

      @Override
      public void play(IntPredicate wanted, Consumer<Sample> consumer) {
        for (int n = 0; n < samples.size(); n++) {
          if (wanted.test(n)) {
            Prepared sample = samples.get(n);
            Impression impression = sample.impression();
            consumer.accept(
                new Sample(
                    impression.id(),
                    impression.userId(),
                    impression.time(),
                    protocol.part(n),
                    slates
                        .slate(
                            impression,
                            sample
                                .history()
                                .events()
                                .subList(sample.newest(historyLength), sample.end()),
                            items(sample, sample.newest(historyLength)),
                            sample.userKnowledge())
                        .with(streaming.apply(n))));
          }
        }
      }
    };
  }
}
