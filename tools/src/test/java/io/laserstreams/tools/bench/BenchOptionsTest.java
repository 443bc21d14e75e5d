package io.laserstreams.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.system.Build;
import io.laserstreams.tools.bench.system.SystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class BenchOptionsTest {
  private static final Path HOME = Path.of(".");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SystemOptions.Load LOAD = new SystemOptions.Load(3, 300, 20, 5, 10);

  @TempDir Path folder;

  private static void assertRefused(String message, Executable options) {
    assertEquals(message, assertThrows(UserException.class, options).getMessage());
  }

  private static SystemOptions system(String model, String heap) {
    return new SystemOptions(LOAD, model, false, null, 1, false, Map.of(), heap, null, null);
  }

  @Test
  void shouldNameAWrongNumber() {
    assertRefused(
        "--repeats is 0, must be at least 1",
        () -> new BenchOptions("laser bench", HOME, 0, null, null));
    assertRefused(
        "--items is 299, must be at least 300", () -> new SystemOptions.Load(3, 299, 20, 5, 10));
    assertRefused(
        "--candidates is 301, must be at most --items, which is 300",
        () -> new SystemOptions.Load(3, 300, 301, 5, 10));
    assertRefused(
        "--releases is -1, must be at least 0",
        () -> new SwapOptions(new LiveOptions(system("din:none", "1g"), 40, SECOND, SECOND), -1));
    assertRefused(
        "--rate is 0.0, must be above 0 and at most 1000000 a second",
        () -> new LiveOptions(system("din:none", "1g"), 0, SECOND, SECOND));
  }

  @Test
  void shouldNameWrongCpusAndSizes() {
    assertRefused(
        "--cpus is 'two', must be CPUs such as 0-1 or 0,2",
        () -> new BenchOptions("laser bench", HOME, 1, "two", null));
    assertRefused(
        "--heap is 'much', must be a size such as 1g or 800m", () -> system("din:none", "much"));
  }

  @Test
  void shouldNameAnUnknownModel() {
    UserException refused = assertThrows(UserException.class, () -> system("oracle:none", "1g"));

    assertTrue(refused.getMessage().startsWith("--model: "), refused.getMessage());
    assertTrue(refused.getMessage().contains("oracle"), refused.getMessage());
  }

  @Test
  void shouldRefuseABundleForNoBaseline() {
    assertRefused(
        "--baseline-bundle is old.laser, but there is no --baseline to serve it",
        () ->
            new PipelineOptions(
                system("din:none", "1g"),
                null,
                Path.of("old.laser"),
                true,
                List.of(40.0),
                SECOND,
                SECOND));
  }

  @Test
  void shouldRefuseAFolderWithoutABuild() throws IOException {
    assertRefused(
        "There is no build in "
            + folder
            + ": name a checkout, or an unpacked archive, with the script laser in it",
        () -> Build.at(folder));

    assertTrue(Files.createFile(folder.resolve("laser")).toFile().setExecutable(true));
    Files.createFile(folder.resolve("pom.xml"));
    assertRefused(
        "The checkout " + folder + " was not built yet: run " + folder.resolve("laser") + " once",
        () -> Build.at(folder));
  }
}
