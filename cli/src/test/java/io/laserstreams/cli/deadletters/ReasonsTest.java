package io.laserstreams.cli.deadletters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  /** Where a reason stands in the code: with its exception, as an argument that chooses it, or as a constant. */
  private static final Pattern REASON = Pattern.compile("new (?:BadRecordException|InvalidVectorException)\\(\\s*\"([a-z0-9-]+)\"");

  @Test
  void shouldKnowEveryReasonThatTheCodeGives() throws IOException {
    Set<String> given = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(path -> path.toString().contains("/src/main/java/") && path.toString().endsWith(".java")).toList()) {
        Matcher match = REASON.matcher(Files.readString(file));
        while (match.find()) {
          given.add(match.group(1));
        }
      }
    }
    assertTrue(given.size() > 10, given.toString());
    Set<String> missing = new TreeSet<>(given);
    missing.removeAll(Reasons.known());
    assertEquals(Set.of(), missing, "a new reason of dead letters belongs into Reasons, too");
  }
}
