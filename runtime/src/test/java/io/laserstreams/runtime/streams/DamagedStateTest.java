package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.LogCapture;
import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.state.WipedStores;
import io.laserstreams.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damages the files of a real RocksDB that Kafka Streams has closed. */
@Tag("broker")
class DamagedStateTest {
  private static final int KEYS = 5_000;

  @TempDir private static Path brokerDir;
  private static TestBroker broker;

  @TempDir private Path stateDir;

  /** Kinds of damage to files. */
  enum Damage {
    MISSING_DATA(file -> ifNamed(file, ".*\\.sst", Files::delete)),
    MISSING_MANIFEST(file -> ifNamed(file, "MANIFEST-.*", Files::delete)),
    WRONG_CURRENT(file -> ifNamed(file, "CURRENT", path -> Files.writeString(path, "garbage\n"))),
    TRUNCATED_DATA(
        file -> ifNamed(file, ".*\\.sst", path -> Files.write(path, new byte[] {1, 2, 3}))),
    FLIPPED_EVERYWHERE(file -> ifNamed(file, ".*\\.sst", path -> flip(path, 0, 1))),
    /** Blocks of values, which are read only when their keys are asked for. */
    FLIPPED_VALUES(file -> ifNamed(file, ".*\\.sst", path -> flip(path, 0, 0.5)));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Consumer<Path> change;

    Damage(Consumer<Path> change) {
      this.change = change;
    }

    private static void ifNamed(Path file, String pattern, Change change) {
      if (file.getFileName().toString().matches(pattern)) {
        try {
          change.to(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private static void flip(Path file, double from, double to) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      // The file of the offsets is small and read at the start; damage to values leaves it intact.
      if (to == 1 || bytes.length > 10_000) {
        for (int b = (int) (from * bytes.length); b < to * bytes.length; b++) {
          bytes[b] ^= 0x55;
        }
        Files.write(file, bytes);
      }
    }

    private interface Change {
      void to(Path file) throws IOException;
    }
  }

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker(brokerDir);
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_DATA, exactly_once_v2",
    "MISSING_MANIFEST, exactly_once_v2",
    "WRONG_CURRENT, exactly_once_v2",
    "TRUNCATED_DATA, at_least_once",
    "FLIPPED_EVERYWHERE, exactly_once_v2",
    "FLIPPED_VALUES, exactly_once_v2",
    "FLIPPED_VALUES, at_least_once"
  })
  void shouldWipeAndRestoreWhatIsDamaged(Damage damage, String guarantee) throws Exception {
    String prefix = damage + "-" + guarantee + ".";
    CountingApp.createTopics(broker, prefix);
    try (AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(prefix, guarantee, metrics)) {
      CountingApp.send(broker, prefix, KEYS, "first");
      CountingApp.outputs(broker, prefix, KEYS, runner);
    }
    try (Stream<Path> files = Files.walk(stateDir)) {
      files.filter(Files::isRegularFile).toList().forEach(damage.change);
    }

    try (LogCapture warnings = LogCapture.ofWarnings();
        AppMetrics metrics = new AppMetrics("scoring");
        StreamsRunner runner = run(prefix, guarantee, metrics)) {
      CountingApp.send(broker, prefix, KEYS, "second");
      List<String> outputs = CountingApp.outputs(broker, prefix, 2 * KEYS, runner);

      Map<String, Integer> seconds = new TreeMap<>();
      outputs.stream()
          .filter(output -> output.startsWith("second"))
          .forEach(output -> seconds.merge(output, 1, Integer::sum));
      assertEquals(Map.of("second 2", KEYS), seconds, "restored to the last count");
      Await.value(runner::health, Health::ready);
      assertEquals(
          1, metrics.registry().get(WipedStores.METRIC).tag("store", "task 0_0").counter().count());
      assertTrue(
          warnings.lines().stream()
              .anyMatch(
                  line ->
                      line.startsWith(
                          "scoring: files of a state store are damaged; the state of task "
                              + "0_0 is deleted and restored from its changelogs: ")),
          () -> warnings.lines().toString());
      assertFalse(
          warnings.lines().stream().anyMatch(line -> line.contains("failed too often")),
          () -> warnings.lines().toString());
    }
  }

  private StreamsRunner run(String prefix, String guarantee, AppMetrics metrics) {
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
                "processing.guarantee",
                guarantee));
    return CountingApp.start(properties, prefix, metrics.registry());
  }
}
