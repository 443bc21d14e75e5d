package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.load.Latencies;
import io.laserstreams.tools.bench.load.Schedule;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import io.laserstreams.tools.bench.system.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From a click to a score that knows it: the user's next slate is asked for as soon as the click is
 * acknowledged.
 */
public final class FreshnessBench {
  private static final Measure P50 = new Measure("click to score, p50", "ms");
  private static final Measure P99 = new Measure("p99", "ms");
  private static final Measure LARGEST = new Measure("largest", "ms");
  private static final Measure MISSED = new Measure("scores without the click", "");

  private final LiveOptions options;
  private final BenchRun run;

  public FreshnessBench(LiveOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  /** Measures, prints and writes the row. */
  public List<Row> run() {
    RowSamples row = new RowSamples("scoring", parameters(), run.origin());
    try (PinnedSystem pinned = PinnedSystem.open("freshness", options.system(), run)) {
      WarmUp.of(pinned.system(), options.warmUp(), row);
      AvroDeserializer<ScoredSlate> scores =
          new AvroDeserializer<>(pinned.cluster().schemas(), ScoredSlate.class);
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        OthersCpu others = new OthersCpu();
        measure(pinned.system(), scores, row);
        row.busy(others);
      }
    }
    return run.finish("freshness", List.of(row));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("clicks", Rates.text(options.rate()));
    parameters.put("guarantee", options.system().guarantee());
    return parameters;
  }

  private void measure(
      SystemUnderTest system, AvroDeserializer<ScoredSlate> scores, RowSamples row) {
    Traffic traffic = system.traffic();
    traffic.drain();
    Map<Long, Long> clicks = new ConcurrentHashMap<>();
    AtomicLong missed = new AtomicLong();
    Latencies latencies = new Latencies();
    traffic.listen(
        (number, record, intended, received) -> {
          ScoredSlate score =
              requireNonNull(scores.deserialize(system.topic(Topic.SCORES), record), "tombstone");
          if (!requireNonNull(clicks.remove(number)).equals(score.getNewestEventTime())) {
            missed.incrementAndGet();
          }
          latencies.add(received - intended);
        });
    AtomicLong lastClick = new AtomicLong();
    Schedule.play(
        options.rate(),
        options.window(),
        intended -> {
          // Later than all before, so that no two clicks of a user have the same time.
          long click =
              lastClick.updateAndGet(last -> Math.max(last + 2, System.currentTimeMillis()));
          clicks.put(traffic.sent(), click);
          traffic.clickThenAsk(intended, click);
        });
    traffic.drain();
    traffic.listen((number, record, intended, received) -> {});
    row.add(P50, latencies.millis(50));
    row.add(P99, latencies.millis(99));
    row.add(LARGEST, latencies.millis(100));
    row.add(MISSED, (double) missed.get());
  }
}
