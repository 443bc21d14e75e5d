package io.laserstreams.worker.check;

import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds a text that repeats itself: a fifth of its runs of four words occur before (Welleck et al.
 * 2020, Neural Text Generation with Unlikelihood Training, measure it so), a phrase stands five
 * times in a row, or a sentence three times anywhere. Of 3,882 item texts by a large model none has
 * more than a tenth of such runs.
 */
record LoopCheck() implements TextCheck {
  private static final int RUN = 4;
  private static final double REPEATED_SHARE = 0.2;
  private static final int LONGEST_PHRASE = 8;
  private static final int TIMES_IN_A_ROW = 5;
  private static final int SENTENCE_WORDS = 4;
  private static final int TIMES_OF_A_SENTENCE = 3;
  private static final Pattern END_OF_SENTENCE = Pattern.compile("[.!?;\n。！？；]+");

  @Override
  public TextFault fault() {
    return TextFault.LOOP;
  }

  @Override
  public Optional<String> problem(String text, Words words, Prompt prompt) {
    return phrase(words.list())
        .map(phrase -> "repeats '" + phrase + "'")
        .or(() -> sentence(text).map(sentence -> "repeats the sentence '" + sentence + "'"))
        .or(() -> isRepetitive(words) ? Optional.of("repeats itself") : Optional.empty());
  }

  private static boolean isRepetitive(Words words) {
    List<List<String>> runs = words.runs(RUN);
    return runs.size() - new HashSet<>(runs).size() > REPEATED_SHARE * runs.size();
  }

  /** A word differs from the one a phrase's length before it, or the phrase goes on. */
  private static Optional<String> phrase(List<String> words) {
    for (int length = 1; length <= LONGEST_PHRASE; length++) {
      int same = 0;
      for (int i = length; i < words.size(); i++) {
        same = words.get(i).equals(words.get(i - length)) ? same + 1 : 0;
        if (same == length * (TIMES_IN_A_ROW - 1)) {
          return Optional.of(String.join(" ", words.subList(i - length + 1, i + 1)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sentence(String text) {
    Map<List<String>, Integer> times = new HashMap<>();
    for (String sentence : END_OF_SENTENCE.split(text, -1)) {
      List<String> words = Words.of(sentence).list();
      if (words.size() >= SENTENCE_WORDS
          && times.merge(words, 1, Integer::sum) == TIMES_OF_A_SENTENCE) {
        return Optional.of(sentence.strip());
      }
    }
    return Optional.empty();
  }
}
