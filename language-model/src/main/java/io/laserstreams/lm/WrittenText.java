package io.laserstreams.lm;

import static java.util.Objects.requireNonNull;

/**
 * What a language model wrote.
 *
 * @param stopped whether the model ended the text; otherwise it was cut at the limit
 * @param promptTokens read, those that were in memory included
 * @param completionTokens written
 */
public record WrittenText(String text, boolean stopped, int promptTokens, int completionTokens) {
  public WrittenText {
    requireNonNull(text, "text is null");
  }
}
