package io.laserstreams.worker.check;

import java.util.Locale;

/** Why a text is not knowledge. */
public enum TextFault {
  /** It ended at the maximum length. */
  CUT_TEXT,
  /** The server's content filter stopped it. */
  FILTERED_TEXT,
  /** The model refused. */
  MODEL_REFUSAL,
  /** There is none. */
  NO_TEXT,
  /** Reasoning and nothing else. */
  ONLY_THOUGHTS,
  /** It begins with a tag that is neither a known kind of reasoning nor formatting, or is code. */
  UNKNOWN_MARKUP,
  /** It contains U+FFFD. */
  WRONG_CHARSET,
  /** It is in another language than asked for. */
  WRONG_LANGUAGE,
  /** It contains a model's own tokens, or somebody else's turn. */
  CONTROL_TOKENS,
  /** It repeats its prompt. */
  PROMPT_ECHO,
  /** It repeats itself. */
  LOOP,
  /** It is far shorter than asked for. */
  TOO_SHORT,
  /** It is far longer than asked for. */
  TOO_LONG;

  /** As a dead letter's reason, for example {@code cut-text}. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
