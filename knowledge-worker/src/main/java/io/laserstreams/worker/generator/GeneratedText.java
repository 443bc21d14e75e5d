package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

/**
 * A text about a subject, and its origin.
 *
 * @param generator id of the generator, for the provenance
 * @param promptVersion version of the prompt, {@link #NO_PROMPT} if none was used
 * @param promptTokens tokens read for it, in all attempts; 0 if not counted
 * @param completionTokens tokens written for it, in all attempts; 0 if not counted
 */
public record GeneratedText(
    String text, String generator, String promptVersion, long promptTokens, long completionTokens) {
  public static final String NO_PROMPT = "none";

  public GeneratedText {
    requireNonNull(text, "text is null");
    requireNonNull(generator, "generator is null");
    requireNonNull(promptVersion, "promptVersion is null");
  }

  public static GeneratedText withoutPrompt(String text, String generator) {
    return new GeneratedText(text, generator, NO_PROMPT, 0, 0);
  }
}
