package io.laserstreams.systemtests.support;

import io.laserstreams.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** An app in a process of its own, which can be killed. */
public final class AppProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private AppProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param mainClass takes {@code --config file}
   * @param folder for the configuration and the log
   */
  public static AppProcess start(Class<?> mainClass, Map<String, String> properties, Path folder) {
    Properties config = new Properties();
    config.putAll(properties);
    Path file = folder.resolve(mainClass.getSimpleName() + ".properties");
    Path log = folder.resolve(mainClass.getSimpleName() + ".log");
    try {
      Files.createDirectories(folder);
      try (var out = Files.newBufferedWriter(file)) {
        config.store(out, null);
      }
      return new AppProcess(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  mainClass.getName(),
                  "--config",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Waits until the process ends. */
  public int exitCode() {
    try {
      if (!process.waitFor(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "The process still runs after " + Await.PATIENCE + "; its output: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Standard output and standard error, log included, of this process and of earlier ones in the
   * same folder.
   */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
