package io.laserstreams.worker.prompt;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A prompt with placeholders of the form {@code {{name}}}; placeholders in a filled-in value are
 * not replaced. A line is left out if all facts that it has placeholders for are missing; where
 * only some are, they are {@value #UNKNOWN}.
 */
record PromptText(String text) {
  private static final String UNKNOWN = "unknown";
  private static final String OPEN = "{{";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

  PromptText {
    requireNonNull(text, "text is null");
  }

  /**
   * Reads a text, without the white space around it.
   *
   * @param name where it comes from, for messages
   * @param known the placeholders that have a value
   * @throws IllegalArgumentException if it is blank or has another placeholder
   */
  static PromptText of(String name, String text, SortedSet<String> known) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!known.contains(placeholder.group(1))) {
        throw new IllegalArgumentException(
            "%s has the unknown placeholder %s; known there are %s"
                .formatted(name, placeholder.group(), known));
      }
    }
    if (PLACEHOLDER.matcher(text).replaceAll("").contains(OPEN)) {
      throw new IllegalArgumentException(
          "%s has %s without a name and }} after it; known there are %s"
              .formatted(name, OPEN, known));
    }
    return new PromptText(text.strip());
  }

  /**
   * Fills in the values.
   *
   * @param words that always have a value
   * @param facts empty where they are missing
   */
  String fill(Map<String, String> words, Map<String, String> facts) {
    return text.lines()
        .filter(line -> !lacksAllItsFacts(line, facts))
        .map(line -> fillLine(line, words, facts))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static boolean lacksAllItsFacts(String line, Map<String, String> facts) {
    List<String> wanted =
        PLACEHOLDER
            .matcher(line)
            .results()
            .map(placeholder -> facts.get(placeholder.group(1)))
            .filter(Objects::nonNull)
            .toList();
    return !wanted.isEmpty() && wanted.stream().allMatch(String::isEmpty);
  }

  private static String fillLine(
      String line, Map<String, String> words, Map<String, String> facts) {
    return PLACEHOLDER
        .matcher(line)
        .replaceAll(
            placeholder -> {
              String name = placeholder.group(1);
              String fact = requireNonNull(facts.getOrDefault(name, words.get(name)), name);
              return Matcher.quoteReplacement(fact.isEmpty() ? UNKNOWN : fact);
            });
  }
}
