package io.laserstreams.worker.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with placeholders of the form {@code {{name}}}; placeholders in a filled-in value are
 * not replaced.
 */
record PromptText(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  static PromptText resource(String path) {
    try (InputStream in = PromptText.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("No prompt " + path + " on the class path");
      }
      return new PromptText(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read prompt " + path, e);
    }
  }

  String fill(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(placeholder -> Matcher.quoteReplacement(value(placeholder, values)));
  }

  private static String value(MatchResult placeholder, Map<String, String> values) {
    String value = values.get(placeholder.group(1));
    if (value == null) {
      throw new IllegalStateException("A prompt has an unknown placeholder " + placeholder.group());
    }
    return value;
  }
}
