package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.CrashCopy;
import io.laserstreams.runtime.LogCapture;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.testsupport.Await;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Continues, under exactly-once, with the files that a crash leaves. */
@Tag("broker")
class CrashedStateTest {
  private static final int KEYS = 2_000;

  @TempDir private static Path brokerDir;
  private static TestBroker broker;

  @TempDir private Path dir;
  private String prefix;
  private Path left;

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker(brokerDir);
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void crash(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    left = dir.resolve("left");
    CountingApp.createTopics(broker, prefix);
    try (AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(dir.resolve("state"), metrics)) {
      count("first", 1, runner);
      CrashCopy.of(dir.resolve("state"), left);
    }
  }

  @Test
  void shouldNotRestoreWhatIsOnTheDisk() throws Exception {
    try (AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(left, metrics)) {
      count("second", 2, runner);
      assertTrue(restored(metrics) < KEYS / 10, "restored " + restored(metrics) + " records");
    }
  }

  @Test
  void shouldRestoreStateSoOldThatTombstonesMayBeGone() throws Exception {
    state().markFollowing(Instant.now().minus(StreamsRunner.TOMBSTONES_KEPT).minusSeconds(60));
    try (LogCapture warnings = LogCapture.ofWarnings();
        AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(left, metrics)) {
      count("second", 2, runner);
      assertTrue(restored(metrics) >= KEYS, "restored " + restored(metrics) + " records");
      assertTrue(
          warnings.lines().stream()
              .anyMatch(line -> line.contains("has not followed its changelogs since")),
          () -> warnings.lines().toString());
    }
  }

  @Test
  void shouldRecordThatItFollows() throws Exception {
    LocalState state = state();
    Instant before = Instant.now().minus(StreamsRunner.TOMBSTONES_KEPT).plusSeconds(600);
    state.markFollowing(before);
    try (AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(left, metrics)) {
      Await.value(runner::health, Health::ready);
      Instant first = state.lastFollowing().orElseThrow();
      assertTrue(first.isAfter(before));
      Await.value(() -> state.lastFollowing().orElseThrow(), now -> now.isAfter(first));
      assertEquals(0, restored(metrics));
    }
  }

  private StreamsRunner run(Path stateDir, AppMetrics metrics) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "topic.prefix",
                prefix,
                "state.dir",
                stateDir.toString(),
                "topics.check.ms",
                "500",
                "kafka.consumer.metadata.max.age.ms",
                "1000"));
    return CountingApp.start(properties, prefix, metrics.registry());
  }

  private LocalState state() {
    return new LocalState(left.resolve(prefix.replace(".", "-scoring")));
  }

  private static double restored(AppMetrics metrics) {
    return metrics.registry().get("laser.restored.records").counter().count();
  }

  /** Sends a value for each key, and requires that each is output with this count and no other. */
  private void count(String value, int count, StreamsRunner runner) throws Exception {
    CountingApp.send(broker, prefix, KEYS, value);
    List<String> outputs = CountingApp.outputs(broker, prefix, count * KEYS, runner);
    List<String> counted = outputs.stream().filter(output -> output.startsWith(value)).toList();
    assertEquals(Collections.nCopies(KEYS, value + " " + count), counted);
  }
}
