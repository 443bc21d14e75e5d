package io.laserstreams.worker.chat;

import static java.util.Objects.requireNonNull;

/**
 * What a model wrote.
 *
 * @param text as written, with any reasoning in it; empty if none
 * @param reasoning what the server has separated from the text; empty if none
 * @param refusal in the model's words, if its server separates it; empty if the model did not
 *     refuse
 * @param finished why the text ends
 * @param promptTokens tokens read, 0 if not counted
 * @param completionTokens tokens written, reasoning included, 0 if not counted
 */
public record Completion(
    String text,
    String reasoning,
    String refusal,
    FinishReason finished,
    long promptTokens,
    long completionTokens) {
  public Completion {
    requireNonNull(text, "text is null");
    requireNonNull(reasoning, "reasoning is null");
    requireNonNull(refusal, "refusal is null");
    requireNonNull(finished, "finished is null");
  }

  /** A text as it is, with nothing separated from it. */
  public static Completion of(
      String text, FinishReason finished, long promptTokens, long completionTokens) {
    return new Completion(text, "", "", finished, promptTokens, completionTokens);
  }
}
