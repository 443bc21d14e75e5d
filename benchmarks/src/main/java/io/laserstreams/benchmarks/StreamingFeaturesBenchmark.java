package io.laserstreams.benchmarks;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.tools.bench.workload.ReplayedUser;
import io.laserstreams.tools.bench.workload.SyntheticStream;
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
 * The features of one slate, and the cost of an event, on one thread. Microseconds per slate:
 * divide by {@code candidates} for microseconds per candidate. On a busy machine read the median.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and @Setup the other fields.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class StreamingFeaturesBenchmark {
  private static final long SEED = 1;

  /** The user's events, of which the newest 512 are kept. */
  @Param({"20", "165", "512"})
  public int events;

  @Param({"1", "20", "100"})
  public int candidates;

  /** Which features: {@code all}, or those of one family. */
  @Param("all")
  public String family;

  private ReplayedUser user;
  private byte[] stored;
  private List<String> slate;

  /** Replays other users' events and then the user's. */
  @Setup(Level.Trial)
  public void replay() {
    var stream = new SyntheticStream(SEED);
    List<StreamingFeature> computed =
        FeatureCatalogue.all(SyntheticStream.SETTINGS, SyntheticStream.NUMBERS).stream()
            .filter(feature -> family.equals("all") || feature.family().equals(family))
            .toList();
    var features = new StreamingFeatures(SyntheticStream.SETTINGS, computed);
    user = new ReplayedUser(stream, features, stream.fittedFactors(), events);
    stored = user.state().toBytes();
    slate = stream.candidates(candidates);
  }

  /** The user's state is in memory. */
  @Benchmark
  public StreamingValues values() {
    return user.values(user.state(), slate);
  }

  /** The user's state is read first. */
  @Benchmark
  public StreamingValues restoredValues() {
    return user.values(UserState.read(stored, SyntheticStream.SETTINGS), slate);
  }

  /** An event of the user, including the read and write of the user's state. */
  @Benchmark
  public byte[] event() {
    UserState state = UserState.read(stored, SyntheticStream.SETTINGS);
    user.apply(state, user.next());
    return state.toBytes();
  }
}
