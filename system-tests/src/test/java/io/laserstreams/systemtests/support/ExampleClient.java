package io.laserstreams.systemtests.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The clients of {@code docs/examples}, installed and run as their readers do it. */
@SuppressWarnings("ImmutableEnumChecker") // lists made by List.of
public enum ExampleClient {
  PYTHON(
      List.of(
          List.of("python3", "-m", "venv", "venv"),
          List.of("venv/bin/pip", "install", "-q", "-r", "requirements.txt")),
      List.of(),
      List.of("venv/bin/python", "client.py")),
  JAVASCRIPT(
      List.of(
          List.of(
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--no-package-lock",
              "--ignore-scripts")),
      List.of(),
      List.of("node", "client.cjs")),
  JAVA(
      // Downloads what the second command compiles with.
      List.of(List.of("mvn", "-B", "-q", "process-sources")),
      List.of("mvn", "-B", "-q", "package"),
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-jar",
          "target/client.jar"));

  private static final Path EXAMPLES = Path.of("../docs/examples");
  private static final int MINUTES = 5;

  private final List<List<String>> install;
  private final List<String> build;
  private final List<String> run;

  /**
   * @param install what may fail for reasons of this machine
   * @param build what must not fail; may be empty
   */
  ExampleClient(List<List<String>> install, List<String> build, List<String> run) {
    this.install = install;
    this.build = build;
    this.run = run;
  }

  /** Copies the client and installs its packages; skips the test where that is impossible. */
  public Path install(Path folder) throws IOException, InterruptedException {
    Path client = folder.resolve("client");
    copy(EXAMPLES.resolve(name().toLowerCase(Locale.ROOT)), client);
    for (List<String> command : install) {
      String reason;
      try {
        reason = failure(client, command);
      } catch (IOException e) {
        reason = e.getMessage();
      }
      assumeTrue(
          reason.isEmpty(), "SKIPPED: " + String.join(" ", command) + " does not work: " + reason);
    }
    if (!build.isEmpty()) {
      String reason = failure(client, build);
      if (!reason.isEmpty()) {
        throw new AssertionError(String.join(" ", build) + " fails: " + reason);
      }
    }
    return client;
  }

  /** Starts the client; {@code out} and {@code err} in its folder take what it prints. */
  public Process start(Path client, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(run);
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .directory(client.toFile())
        .redirectOutput(client.resolve("out").toFile())
        .redirectError(client.resolve("err").toFile())
        .start();
  }

  /** What the command printed, if it failed; else empty. */
  private static String failure(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("install.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return "not within " + MINUTES + " minutes";
    }
    return process.exitValue() == 0
        ? ""
        : "exit code " + process.exitValue() + ", " + Files.readString(log).strip();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
