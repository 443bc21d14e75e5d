package io.laserstreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.process.AppMain;
import io.laserstreams.tools.apps.AppKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Tag("slow")
class LaserTest {
  @Test
  void shouldExplainEveryCommand() {
    Deque<CommandLine> todo = new ArrayDeque<>(List.of(Laser.commandLine()));
    int seen = 0;
    while (!todo.isEmpty()) {
      CommandLine command = todo.pop();
      command.getSubcommands().values().forEach(todo::push);
      String name = command.getCommandSpec().qualifiedName();
      String[] words = (name + " --help").split(" ");
      CommandRun run =
          CommandRun.laser(List.of(words).subList(1, words.length).toArray(String[]::new));
      assertEquals(0, run.exitCode(), name);
      assertTrue(run.out().startsWith("Usage: " + name), run.out());
      assertTrue(
          command.getCommandSpec().usageMessage().description().length > 0,
          name + " has no description");
      seen++;
    }
    assertTrue(seen > 5);
  }

  @Test
  void shouldPrintItsVersions() {
    CommandRun run = CommandRun.laser("--version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("(?s)laser \\S+ \\(Kafka 4[.0-9]+, Java \\d+\\)\\s*"), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "topics",
        "topics plan --partitions many",
        "run --config x",
        "run submarine --config x",
        "up --set submarine.x=1",
        "up --set scoring",
        "up --set scoring.no.such.key=1",
        "probe --items ,",
        "probe --items a,,b",
        "evaluate --bundle /no/such/file --limit 0",
        "topics plan --prefix white:space",
        "topics apply --partitions 0",
        "topics plan --config /no/such/file",
        "dead-letters replay",
        "probe --wait 0 --registry http://127.0.0.1:1",
        "demo --minutes 0",
        "demo --rate 0",
        "replay --limit 0",
        "replay --bundle /no/such/file",
        "replay --bundle pom.xml",
        "replay --data /no/such/folder",
        "dead-letters list --id abc",
        "tail",
        "tail scores --last -1",
        "tail scores --limit 0",
        "tail scores --since yesterday",
        "tail scores --last 1 --from-beginning",
        "topics plan --bootstrap no-such-host.invalid:9092"
      })
  void shouldEndWithTwoAndALineForAMistake(String line) {
    CommandRun run = CommandRun.laser(line.split(" "));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("laser: "), run.err());
    assertTrue(run.err().lines().count() <= 2, run.err());
    assertFalse(run.err().contains("option option"), run.err());
  }

  @Test
  void shouldNameTheAppsAsTheyAreWritten() {
    assertTrue(
        CommandRun.laser("run", "scorer", "--config", "x")
            .err()
            .contains("'scorer' is no app, must be one of knowledge, worker, scoring, trainer"));
    assertTrue(
        CommandRun.laser("up", "--set", "scorer.http.port=0")
            .err()
            .contains(
                "'scorer.http.port=0' names no app, must start with one of knowledge, worker,"
                    + " scoring, trainer and a dot"));
    assertTrue(
        CommandRun.laser("up", "--set", "scoring.http.port")
            .err()
            .contains(
                "Invalid value for option '--set' (APP.KEY=VALUE): 'scoring.http.port' must be"));
  }

  @Test
  void shouldRefuseAWrongKeyBeforeAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.laser(
              "up",
              "--registry-port",
              Integer.toString(taken.getLocalPort()),
              "--set",
              "trainer.features.epoch=1");
      assertEquals(2, run.exitCode());
      assertTrue(run.err().startsWith("laser: The app trainer cannot start: "), run.err());
      assertTrue(run.err().contains("features.epoch"), run.err());
    }
  }

  @Test
  @Tag("broker")
  void shouldNameTheAppWhosePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.laser(
              "up",
              "--port",
              "0",
              "--registry-port",
              "0",
              "--set",
              "knowledge.http.port=0",
              "--set",
              "worker.http.port=" + taken.getLocalPort());
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(run.err().startsWith("laser: The app worker cannot listen on "), run.err());
      assertTrue(run.err().contains("--set worker.http.port=0"), run.err());
    }
  }

  @Test
  void shouldNameTheConfigurationFileWithAWrongKey(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("scoring.properties"), "http.prot=9401\n");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        AppMain.run(
            new String[] {"--config", file.toString()},
            AppKind.SCORING::create,
            new CountDownLatch(1),
            new PrintStream(err, true, UTF_8));
    assertEquals(AppMain.MISCONFIGURED, code);
    assertTrue(err.toString(UTF_8).startsWith(file + ": "), err.toString(UTF_8));
    assertTrue(err.toString(UTF_8).contains("http.prot"), err.toString(UTF_8));
  }

  @Test
  void shouldNameAllMistakesOfAnEvaluationAtOnce() {
    CommandRun run =
        CommandRun.laser(
            "evaluate", "--bundle", "/no/such/file", "--limit", "0", "--dataset", "no-such-data");
    assertEquals(2, run.exitCode());
    for (String mistake :
        List.of("--limit is 0", "There is no model bundle /no/such/file", "no-such-data")) {
      assertTrue(run.err().contains(mistake), run.err());
    }
  }

  @Test
  void shouldRefuseEmptyItemsOfAProbe() {
    assertTrue(
        CommandRun.laser("probe", "--items", ",").err().contains("--items is '"),
        CommandRun.laser("probe", "--items", ",").err());
    assertTrue(
        CommandRun.laser("probe", "--items", "a,,b").err().contains("--items is 'a,,b'"),
        CommandRun.laser("probe", "--items", "a,,b").err());
  }

  @Test
  void shouldNameThePortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.laser(
              "up", "--registry-port", Integer.toString(taken.getLocalPort()), "--port", "0");
      assertEquals(2, run.exitCode());
      assertTrue(
          run.err()
              .startsWith(
                  "laser: The schema registry cannot listen on 127.0.0.1:" + taken.getLocalPort()),
          run.err());
    }
  }

  @Test
  void shouldWriteNumbersTheSameOnEveryMachine() {
    Locale locale = Locale.getDefault();
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    try {
      Locale.setDefault(Locale.GERMANY);
      System.setOut(new PrintStream(printed, true, UTF_8));
      assertEquals(
          0, Laser.run("describe", "--dataset", "../docs/examples/podcasts/podcasts.yaml"));
    } finally {
      System.setOut(out);
      Locale.setDefault(locale);
    }
    assertTrue(printed.toString(UTF_8).contains("plays.csv: 24,000 rows"), printed.toString(UTF_8));
  }

  @Test
  void shouldWriteNothingIntoAFolderOfExports(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("plays.csv"), "user,item\n");
    CommandRun asState = CommandRun.laser("up", "--state", folder.toString());
    assertEquals(2, asState.exitCode());
    assertTrue(asState.err().contains("(plays.csv)"), asState.err());
    CommandRun asData = CommandRun.laser("up", "--data", folder.toString());
    assertEquals(2, asData.exitCode());
    assertTrue(
        asData.err().contains("no --dataset says what they hold")
            && asData.err().contains("--state"),
        asData.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("plays.csv")), files.toList());
    }
  }

  @Test
  void shouldReadTheClusterFromAnAppsOwnFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("scoring.properties");
    Files.writeString(
        file,
        """
        bootstrap.servers=127.0.0.1:1
        kafka.default.api.timeout.ms=700
        kafka.request.timeout.ms=300
        a.key.of.the.app=7
        """);
    CommandRun run = CommandRun.laser("topics", "plan", "--config", file.toString());
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err()
            .startsWith(
                "laser: No broker answers at 127.0.0.1:1 (127.0.0.1:1: Connection refused)"),
        run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topics plan",
        "topics apply",
        "probe",
        "tail scores",
        "dead-letters list",
        "dead-letters replay --all",
        "explain x",
        "features diff",
        "backfill --from old."
      })
  void shouldShowTheRootCauseAtOnceInEveryCommand(String line, @TempDir Path directory)
      throws Exception {
    String plain =
        "kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"a\" password=\"hunter2\"";
    Map<String, String> causes =
        Map.of(
            "kafka.security.protocol=SASL_SSL\n" + plain,
            "JAAS config entry not terminated by semi-colon",
            "kafka.security.protocol=SASL_SSL\nkafka.sasl.mechanism=PLANE\n" + plain + ";",
            "Configuration key kafka.sasl.mechanism has the invalid value 'PLANE'",
            "kafka.security.protocol=SSL\nkafka.ssl.truststore.location=/no/store.jks",
            "there is no file or folder /no/store.jks",
            "bootstrap.servers=broker",
            "Configuration key bootstrap.servers has the invalid value 'broker'",
            "schema.registry.url=registry:8081",
            "Configuration key schema.registry.url has the invalid value 'registry:8081'",
            "schema.registry.ssl.truststore.location=/store.jks",
            "Unknown configuration key schema.registry.ssl.truststore.location");
    for (Map.Entry<String, String> cause : causes.entrySet()) {
      Path file = Files.writeString(directory.resolve("app.properties"), cause.getKey());
      CommandRun run = CommandRun.laser((line + " --config " + file).split(" "));
      assertEquals(2, run.exitCode());
      assertTrue(
          run.err().startsWith("laser: ") && run.err().contains(cause.getValue()), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertFalse(
          run.err().contains("hunter2") || run.err().contains("Failed to create"), run.err());
    }
  }
}
