package io.laserstreams.tools.deadletters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final String WORD = "\"([a-z0-9]+(?:-[a-z0-9]+)*)\"";

  /** Where a reason stands in the code: with what it is the reason of, */
  private static final Pattern GIVEN =
      Pattern.compile(
          "(?:new (?:BadRecordException|InvalidVectorException|Violation)|Violation\\.found)\\(\\s*"
              + WORD);

  /** or as a constant of the classes that have them. */
  private static final Pattern CONSTANT = Pattern.compile("String [A-Z0-9_]+ =\\s+" + WORD + ";");

  private static final Set<String> WITH_CONSTANTS =
      Set.of("EventTimeBounds.java", "RequestRefusedException.java", "InvalidVectorException.java");

  @Test
  void shouldKnowEveryReasonThatTheCodeGives() throws IOException {
    Set<String> given = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file :
          files
              .filter(
                  path ->
                      path.toString().contains("/src/main/java/")
                          && path.toString().endsWith(".java"))
              .toList()) {
        String code = Files.readString(file);
        GIVEN.matcher(code).results().forEach(match -> given.add(match.group(1)));
        if (WITH_CONSTANTS.contains(file.getFileName().toString())) {
          CONSTANT.matcher(code).results().forEach(match -> given.add(match.group(1)));
        }
      }
    }
    assertTrue(
        given.containsAll(
            Set.of("bad-id", "time-too-early", "generator-fails", "vector-size", "wrong-key")),
        given.toString());
    Set<String> missing = new TreeSet<>(given);
    missing.removeAll(Reasons.known());
    assertEquals(Set.of(), missing, "a new reason of dead letters belongs into Reasons, too");
  }

  @Test
  void shouldKnowWhyTextsAreNoKnowledge() {
    assertTrue(
        Reasons.known().containsAll(Set.of("cut-text", "wrong-language", "prompt-echo", "loop")));
  }
}
