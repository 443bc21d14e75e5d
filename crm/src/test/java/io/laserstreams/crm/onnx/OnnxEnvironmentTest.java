package io.laserstreams.crm.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OnnxEnvironmentTest {
  @TempDir Path folder;

  @Test
  void shouldOutliveTheCallsOfAProcessThatStops() throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ErrorFile=" + folder.resolve("error"),
                "-cp",
                System.getProperty("java.class.path"),
                CallsUntilTheEnd.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    int exitCode = process.waitFor();

    // Without an environment, a call fails for want of a logger or ends the process.
    assertEquals("", Files.readString(output));
    assertEquals(0, exitCode);
  }
}
