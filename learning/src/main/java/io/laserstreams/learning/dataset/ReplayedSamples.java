package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.history.EventPool;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.learning.torch.Slate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Replays a dataset through the histories of the scoring stream, which give its samples exactly the
 * features that the stream has for the same events: first an impression, a millisecond later the
 * user's interactions with it. All item knowledge is known from the start.
 */
public final class ReplayedSamples implements DatasetSamples {
  private final Dataset data;
  private final Protocol protocol;
  private final SlateFactory slates;
  private final int historyLength;
  private final IntFunction<@Nullable StreamingValues> streaming;

  /**
   * Without streaming features.
   *
   * @param spec for the number of events read
   */
  public ReplayedSamples(Dataset data, Knowledge knowledge, FeatureSpec spec) {
    this(data, knowledge, spec, sample -> null);
  }

  /**
   * With streaming features.
   *
   * @param spec for the number of events read
   * @param streaming the samples' streaming features by their number in the protocol, null for none
   */
  public ReplayedSamples(
      Dataset data,
      Knowledge knowledge,
      FeatureSpec spec,
      IntFunction<@Nullable StreamingValues> streaming) {
    this.data = requireNonNull(data, "data is null");
    this.protocol = data.protocol();
    this.slates = new SlateFactory(data, knowledge);
    this.historyLength = spec.eventsRead();
    this.streaming = requireNonNull(streaming, "streaming is null");
  }

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
    play(data.impressions().size(), wanted, consumer);
  }

  /** Plays only the first impressions. */
  public void play(int impressions, IntPredicate wanted, Consumer<Sample> consumer) {
    var histories = new UserHistories(new InMemoryByteStore());
    var pool = new EventPool();
    var userKnowledge = slates.userKnowledge();
    int sample = 0;
    for (Impression impression :
        data.impressions().subList(0, Math.min(impressions, data.impressions().size()))) {
      String user = impression.userId();
      if (impression.isSample()) {
        if (wanted.test(sample)) {
          List<HistoryEvent> history =
              pool.shared(histories.before(user, impression.eventTime()).newest(historyLength));
          float[] knowledge = userKnowledge.of(user, impression.time());
          Slate slate =
              slates
                  .slate(impression, history, slates.items(history, impression.time()), knowledge)
                  .with(streaming.apply(sample));
          consumer.accept(
              new Sample(impression.id(), user, impression.time(), protocol.part(sample), slate));
        }
        sample++;
      }
      for (HistoryEvent event : SlateFactory.events(impression)) {
        histories.add(user, event);
      }
      userKnowledge.learn(impression);
    }
  }
}
