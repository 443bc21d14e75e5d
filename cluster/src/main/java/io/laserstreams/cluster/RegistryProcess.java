package io.laserstreams.cluster;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Apicurio's Schema Registry as a child process, with its schemas in a file database. Not
 * thread-safe: one owner starts and stops it.
 *
 * <p>The server ends with this JVM, however that ends: a shell between the two reads a pipe that
 * this JVM holds open, and kills the server at end of file.
 */
final class RegistryProcess {
  /** A busy machine takes minutes; a server that cannot start ends its process long before. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(15);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final String DIES_WITH_ITS_PARENT =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      server=$!
      { while read -r _; do :; done; kill -9 $server; } <&3 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait $server
      code=$?
      kill $watcher 2>/dev/null
      exit $code
      """;

  private final Path directory;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private @Nullable Process process;

  RegistryProcess(Path directory, int port) {
    this.directory = requireNonNull(directory, "directory is null");
    this.port = port;
  }

  String url() {
    return "http://" + Ports.HOST + ":" + port + "/apis/ccompat/v7";
  }

  void start() {
    launch();
    awaitReady(progress -> {});
  }

  /** Starts the process and returns at once. */
  void launch() {
    if (process != null) {
      throw new IllegalStateException(
          "The schema registry on port " + port + " is already running");
    }
    Path log = logFile();
    try {
      process =
          new ProcessBuilder(command())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the schema registry", e);
    }
  }

  /**
   * Waits until the server answers, and sets its global compatibility, which is NONE by default.
   *
   * @param progress receives a sentence now and then while that takes long
   * @throws UserException if the server's process ends, or does not answer in ten minutes
   */
  void awaitReady(Consumer<String> progress) {
    long started = System.nanoTime();
    long reported = started;
    while (!setGlobalCompatibility()) {
      long now = System.nanoTime();
      boolean ended = process == null || !process.isAlive();
      if (ended || now - started > START_PATIENCE.toNanos()) {
        stop();
        throw new UserException(
            "The schema registry "
                + (ended
                    ? "ended while it started"
                    : "did not answer in " + START_PATIENCE.toMinutes() + " minutes")
                + "; see "
                + logFile());
      }
      if (now - reported > REPORT_INTERVAL.toNanos()) {
        reported = now;
        progress.accept(
            "The schema registry is still starting after "
                + Duration.ofNanos(now - started).toSeconds()
                + " s ...");
      }
      pause();
    }
  }

  void stop() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the schema registry", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process = null;
  }

  private Path logFile() {
    return directory.resolve("registry.log");
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", DIES_WITH_ITS_PARENT, "schema-registry"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dquarkus.http.host=" + Ports.HOST);
    command.add("-Dquarkus.http.port=" + port);
    // Otherwise the same schema with other white space is another schema.
    command.add("-Dapicurio.ccompat.use-canonical-hash=true");
    command.add("-Dapicurio.storage.kind=sql");
    command.add("-Dapicurio.storage.sql.kind=h2");
    command.add(
        "-Dapicurio.datasource.url=jdbc:h2:file:"
            + directory.resolve("schemas").toAbsolutePath()
            + ";WRITE_DELAY=0");
    command.addAll(List.of("-jar", RegistryHome.jar().toAbsolutePath().toString()));
    return command;
  }

  private boolean setGlobalCompatibility() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/config"))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYetReady) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the schema registry starts", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the schema registry starts", e);
    }
  }
}
