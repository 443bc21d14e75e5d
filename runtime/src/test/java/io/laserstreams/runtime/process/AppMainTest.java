package io.laserstreams.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppMainTest {
  @TempDir private Path dir;
  private final List<String> calls = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldRunUntilStoppedAndCloseTheApp() throws Exception {
    stop.countDown();

    assertEquals(
        AppMain.STOPPED, run("http.port=0", properties -> new Recorded(App.Health.ready("ok"))));
    assertEquals(List.of("start", "close"), calls);
  }

  @Test
  void shouldEndWithOneLineWhenTheAppFails() throws Exception {
    assertEquals(
        AppMain.FAILED, run("", properties -> new Recorded(App.Health.failed("changelog lost"))));

    assertEquals(List.of("start", "close"), calls);
    assertEquals("recorded: changelog lost\n", err.toString(UTF_8));
  }

  @Test
  void shouldEndWithOneLineWhenTheConfigurationIsWrong() throws Exception {
    assertEquals(
        AppMain.MISCONFIGURED,
        run(
            "htp.port=1",
            properties -> {
              AppConfig.of("scoring", CommonConfig.definition(0), properties);
              return new Recorded(App.Health.ready("ok"));
            }));

    assertEquals(List.of(), calls);
    assertTrue(
        err.toString(UTF_8)
            .contains(
                "app.properties: Unknown configuration key htp.port; did you mean http.port?"),
        err.toString(UTF_8));
    assertEquals(1, err.toString(UTF_8).lines().count());
  }

  @Test
  void shouldTellAMistakeInTheBackgroundFromAFailure() throws Exception {
    assertEquals(
        AppMain.MISCONFIGURED,
        run("", properties -> new Recorded(App.Health.misconfigured("no such mechanism"))));

    assertEquals("recorded: no such mechanism\n", err.toString(UTF_8));
  }

  @Test
  void shouldShowTheRootCauseAndNotItsWrappers() throws Exception {
    assertEquals(
        AppMain.MISCONFIGURED,
        run(
            "",
            properties -> {
              throw new KafkaException(
                  "Failed to construct kafka producer",
                  new IllegalArgumentException("no semicolon"));
            }));
    assertEquals(
        AppMain.FAILED,
        run(
            "",
            properties -> {
              throw new IllegalStateException("a bug");
            }));

    assertEquals("no semicolon\nIllegalStateException: a bug\n", err.toString(UTF_8));
  }

  @Test
  void shouldWriteNumbersTheSameOnEveryMachine() throws Exception {
    Path file = Files.writeString(dir.resolve("app.properties"), "");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=de",
                "-Duser.country=DE",
                "-cp",
                System.getProperty("java.class.path"),
                Counting.class.getName(),
                "--config",
                file.toString())
            .start();

    assertEquals(AppMain.MISCONFIGURED, process.waitFor());
    assertEquals(
        file + ": 1,000.5 is too much\n",
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  /** An app that is misconfigured with a number. */
  static final class Counting {
    private Counting() {}

    public static void main(String[] args) {
      AppMain.main(
          args,
          properties -> {
            throw new ConfigException("%,.1f is too much".formatted(1000.5));
          });
    }
  }

  @Test
  void shouldExplainItsCommandLine() {
    assertEquals(
        AppMain.MISCONFIGURED,
        AppMain.run(
            new String[] {"my.properties"},
            properties -> null,
            stop,
            new PrintStream(err, true, UTF_8)));
    assertTrue(err.toString(UTF_8).startsWith("Usage: --config FILE"), err.toString(UTF_8));
  }

  private int run(String config, Function<Map<String, ?>, App> constructor) throws Exception {
    Path file = Files.writeString(dir.resolve("app.properties"), config);
    return AppMain.run(
        new String[] {"--config", file.toString()},
        constructor,
        stop,
        new PrintStream(err, true, UTF_8));
  }

  private final class Recorded implements App {
    private final Health health;

    Recorded(Health health) {
      this.health = health;
    }

    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public void start() {
      calls.add("start");
    }

    @Override
    public Health health() {
      return health;
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
