package io.laserstreams.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as its users have it: unpacked, away from the sources, with Java but no Maven. */
@Tag("broker")
class ArchiveTest {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir static Path folder;
  private static Path laser;

  @BeforeAll
  static void unpack() throws Exception {
    Path archive = Path.of(System.getProperty("laser.archive"));
    Path unpacked = Files.createDirectory(folder.resolve("un packed"));
    run(folder, List.of("tar", "-xzf", archive.toString(), "-C", unpacked.toString()));
    try (Stream<Path> roots = Files.list(unpacked)) {
      laser = roots.findFirst().orElseThrow().resolve("laser");
    }
    assertTrue(Files.isExecutable(laser), laser + " cannot be run");
  }

  @Test
  void shouldRunFromAnotherFolderByALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("laser"), laser);

    String output =
        run(
            Files.createDirectory(folder.resolve("elsewhere")),
            List.of(link.toString(), "--version"));

    assertTrue(output.startsWith("laser "), output);
  }

  /** On a busy machine some scores come too late for so short a demo, which then ends with 1. */
  @Test
  void shouldBringUpTheWholeSystem() throws Exception {
    Output demo =
        start(
            folder,
            List.of(laser.toString(), "demo", "--headless", "--minutes", "0.5", "--no-knowledge"));

    assertTrue(demo.exitCode() <= 1, demo.text());
    Matcher scored = Pattern.compile("sent, ([\\d,]+) scored, 0 twice").matcher(demo.text());
    assertTrue(scored.find() && !scored.group(1).equals("0"), demo.text());
    assertTrue(Files.size(folder.resolve("home/.local/state/laser-streams/laser.log")) > 0);
  }

  @Test
  void shouldHoldItsLicence() {
    for (String file : List.of("LICENSE", "NOTICE", "README.md", "docs/getting-started.md")) {
      assertTrue(Files.isReadable(laser.resolveSibling(file)), file + " is missing");
    }
  }

  private static String run(Path at, List<String> command)
      throws IOException, InterruptedException {
    Output output = start(at, command);
    assertEquals(0, output.exitCode(), command + ": " + output.text());
    return output.text();
  }

  private record Output(int exitCode, String text) {}

  private static Output start(Path at, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(at.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
    builder.environment().put("HOME", folder.resolve("home").toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> command + " does not end");
    } finally {
      process.destroyForcibly();
    }
    return new Output(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
