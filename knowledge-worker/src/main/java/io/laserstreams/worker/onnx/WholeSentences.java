package io.laserstreams.worker.onnx;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The whole sentences at the beginning of a text that was cut. */
final class WholeSentences {
  private static final Pattern ENDED = Pattern.compile("[.!?…。！？][\"'”’»)\\]]*$");

  private WholeSentences() {}

  /** Empty if not even the first sentence is whole. */
  static Optional<String> of(String text) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(text);
    for (int end = sentences.last(); end > 0; end = sentences.previous()) {
      String beginning = text.substring(0, end).stripTrailing();
      if (ENDED.matcher(beginning).find()) {
        return Optional.of(beginning);
      }
    }
    return Optional.empty();
  }
}
