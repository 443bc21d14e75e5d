package io.laserstreams.lm.generation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@Tag("slow")
class GenerationMemoryTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;
  private Path graph;
  private GenerationMemory memory;

  @BeforeEach
  void write() throws IOException {
    graph = TinyLanguageModel.write(folder, 1).resolve("model.onnx");
    try (Decoder decoder = new Decoder(graph, new DecoderOptions(Device.CPU, 1))) {
      memory = GenerationMemory.of(decoder, FullTexts.TEXTS, FullTexts.TOKENS);
    }
  }

  @Test
  void shouldCountKeysAndValuesOfTextsPromptsAndBeginnings() {
    long half = 512L * (FullTexts.TOKENS + FullTexts.TOKENS / 2);

    assertEquals(2 * FullTexts.TEXTS * half, memory.texts());
    assertEquals(2 * FullTexts.TEXTS * half, memory.joining());
    assertEquals(5 * half, memory.prefixes());
    assertTrue(memory.calls() > 128 * 300 * Float.BYTES, memory.toString());
    assertTrue(memory.oneText() > 2 * 512 * FullTexts.TOKENS, memory.toString());
  }

  @Test
  void shouldSufficeForFullTexts() throws Exception {
    assertEquals("", failure(FullTexts.TEXTS, memory.total()));
  }

  @Test
  void shouldNotSufficeWhereItRefuses() throws Exception {
    String failure = failure(1, memory.oneText() - 1);

    assertTrue(failure.contains("OutOfMemoryError"), failure);
  }

  @Test
  void shouldRefuseOrWarnOnlyWhereMemoryIsShort() {
    assertDoesNotThrow(() -> memory.requireOneText(memory.oneText()));
    assertEquals(Optional.empty(), memory.warning(memory.total()));

    String refusal =
        assertThrows(
                UnusableModelException.class, () -> memory.requireOneText(memory.oneText() - 1))
            .getMessage();
    String warning = memory.warning(memory.total() - 1).orElseThrow();

    String option = "-XX:MaxDirectMemorySize=" + (memory.total() + MEGABYTE - 1) / MEGABYTE + "m";
    assertTrue(refusal.startsWith("a single text of the full context takes 1 MB"), refusal);
    assertTrue(refusal.endsWith(option), refusal);
    assertTrue(warning.contains("6 MB in the batch, 6 MB while they join it"), warning);
    assertTrue(warning.endsWith(option), warning);
  }

  @Test
  void shouldKnowTheJvmsLimit() {
    assertTrue(DirectMemory.limit() >= 16 * MEGABYTE);
    assertTrue(DirectMemory.limit() <= Runtime.getRuntime().maxMemory());
  }

  /** What a JVM with so much memory outside the heap says, if it fails to write full texts. */
  private String failure(int texts, long bytes) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=" + bytes,
                "-cp",
                System.getProperty("java.class.path"),
                FullTexts.class.getName(),
                graph.toString(),
                Integer.toString(texts))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(200, TimeUnit.SECONDS), "the JVM does not end");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue() == 0 ? "" : Files.readString(output);
  }
}
