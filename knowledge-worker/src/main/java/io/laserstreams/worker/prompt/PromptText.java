package io.laserstreams.worker.prompt;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.SortedSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with placeholders of the form {@code {{name}}}; placeholders in a filled-in value are
 * not replaced.
 */
record PromptText(String text) {
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

  String fill(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(placeholder -> Matcher.quoteReplacement(value(placeholder, values)));
  }

  private static String value(MatchResult placeholder, Map<String, String> values) {
    return requireNonNull(values.get(placeholder.group(1)), placeholder.group());
  }
}
