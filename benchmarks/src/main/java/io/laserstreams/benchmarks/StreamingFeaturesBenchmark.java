package io.laserstreams.benchmarks;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The features of one slate, and what an event costs, on one thread. Microseconds a slate: divide
 * by {@code candidates} for those a candidate. On a machine that does other things read the median.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class StreamingFeaturesBenchmark {
  private static final long SEED = 1;
  private static final int OTHERS = 100;
  private static final long DAY = 86_400_000;

  /** The user's events, of which the newest 512 are kept. */
  @Param({"20", "165", "512"})
  public int events;

  @Param({"1", "20", "100"})
  public int candidates;

  /** Which features: {@code all}, or those of one family. */
  @Param("all")
  public String family;

  private StreamingFeatures features;
  private ItemStatisticsTable statistics;
  private FittedItems items;
  private UserState user;
  private byte[] stored;
  private Observation next;
  private List<String> slate;

  /** Plays other users' events and then the user's. */
  @Setup(Level.Trial)
  public void play() {
    var stream = new MadeUpStream(SEED);
    List<StreamingFeature> all = FeatureCatalogue.all(MadeUpStream.SETTINGS, MadeUpStream.NUMBERS);
    features =
        new StreamingFeatures(
            MadeUpStream.SETTINGS,
            all.stream()
                .filter(feature -> family.equals("all") || feature.family().equals(family))
                .toList());
    statistics = new ItemStatisticsTable(MadeUpStream.SETTINGS);
    items = new FittedItems(stream.basis(), stream::item);
    for (int other = 0; other < OTHERS; other++) {
      apply(UserState.empty(MadeUpStream.SETTINGS), stream.events(200, 0));
    }
    user = UserState.empty(MadeUpStream.SETTINGS);
    List<Observation> own = stream.events(events + 1, DAY);
    apply(user, own.subList(0, events));
    stored = user.toBytes();
    next = own.get(events);
    slate = stream.candidates(candidates);
  }

  private void apply(UserState to, List<Observation> observations) {
    for (Observation event : observations) {
      features.apply(to, event, statistics.at(event.time()), items).ifPresent(statistics::add);
    }
  }

  /** The user's state is at hand. */
  @Benchmark
  public StreamingValues values() {
    return values(user);
  }

  /** The user's state is read first. */
  @Benchmark
  public StreamingValues restoredValues() {
    return values(UserState.read(stored, MadeUpStream.SETTINGS));
  }

  private StreamingValues values(UserState of) {
    return features.values(
        of, next.time(), MadeUpStream.PROFILE, slate, statistics.at(next.time()), items);
  }

  /** An event of the user, whose state is read before and written after it. */
  @Benchmark
  public byte[] event() {
    UserState state = UserState.read(stored, MadeUpStream.SETTINGS);
    features.apply(state, next, statistics.at(next.time()), items);
    return state.toBytes();
  }
}
