package io.laserstreams.benchmarks;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Reading and growing one user's history in an in-memory map: the codec's cost, which must not grow
 * with the history except when searching for items that are not in it.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and @Setup the other fields.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UserHistoriesBenchmark {
  private static final String USER = "user";
  private static final int MINUTE_MS = 60_000;
  private static final List<String> CANDIDATES =
      IntStream.range(1_000, 1_020).mapToObj(number -> "item" + number).toList();

  @Param({"50", "500", "10000"})
  public int events;

  private UserHistories histories;
  private int next;

  /** Fills a new history for each iteration, so that appends in one do not lengthen the next. */
  @Setup(Level.Iteration)
  public void fill() {
    histories = new UserHistories(new InMemoryByteStore());
    for (next = 0; next < events; next++) {
      append();
    }
  }

  /** Appends one event. */
  @Benchmark
  public AppendResult append() {
    HistoryEvent event =
        new HistoryEvent(
            "interaction-" + next, "item" + next % 997, (long) next * MINUTE_MS, 1 + next % 5);
    next++;
    return histories.add(USER, event);
  }

  /** Reads what a score needs. */
  @Benchmark
  public List<HistoryEvent> newest50() {
    return histories.all(USER).newest(50);
  }

  /** Which of 20 candidates the user has seen: none of them, so that the whole history is read. */
  @Benchmark
  public boolean[] seen20() {
    return histories.all(USER).seen(CANDIDATES);
  }
}
