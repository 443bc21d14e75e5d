package io.laserstreams.worker.chat;

import java.util.List;
import java.util.Locale;

/** Why a model stopped writing, from the words that servers use for it. */
public enum FinishReason {
  STOP("stop", "eos", "eos_token", "end_turn", "stop_sequence"),
  LENGTH("length", "max_tokens", "max_output_tokens", "model_length"),
  /** At the maximum length, and only the whole sentences before it are given. */
  SHORTENED,
  CONTENT_FILTER("content_filter", "safety", "recitation", "blocklist", "prohibited_content"),
  ERROR("error", "abort"),
  TOOL_CALLS("tool_calls", "function_call"),
  /** The server gives no reason. */
  NONE("", "null"),
  OTHER;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> words;

  FinishReason(String... words) {
    this.words = List.of(words);
  }

  public static FinishReason of(String word) {
    for (FinishReason reason : values()) {
      if (reason.words.contains(word.toLowerCase(Locale.ROOT))) {
        return reason;
      }
    }
    return OTHER;
  }
}
