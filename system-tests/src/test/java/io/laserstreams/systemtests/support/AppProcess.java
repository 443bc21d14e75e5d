package io.laserstreams.systemtests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** An app in a process of its own, which can be killed as a machine dies. */
public final class AppProcess implements AutoCloseable {
  private final Process process;

  private AppProcess(Process process) {
    this.process = process;
  }

  /**
   * @param mainClass takes {@code --config file}
   * @param folder for the configuration and the log
   */
  public static AppProcess start(Class<?> mainClass, Map<String, String> properties, Path folder) {
    Properties config = new Properties();
    config.putAll(properties);
    Path file = folder.resolve(mainClass.getSimpleName() + ".properties");
    try {
      try (var out = Files.newBufferedWriter(file)) {
        config.store(out, null);
      }
      return new AppProcess(new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), mainClass.getName(), "--config",
          file.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(mainClass.getSimpleName() + ".log").toFile()))
          .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
