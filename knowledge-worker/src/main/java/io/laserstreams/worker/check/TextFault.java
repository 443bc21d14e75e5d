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
  /** It begins with a tag that is neither a known kind of reasoning nor formatting. */
  UNKNOWN_MARKUP,
  /** It contains U+FFFD. */
  WRONG_CHARSET;

  /** As a dead letter's reason, for example {@code cut-text}. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
