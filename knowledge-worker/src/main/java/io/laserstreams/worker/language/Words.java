package io.laserstreams.worker.language;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text, lower case, without punctuation. Of scripts that write no spaces between
 * words, each character stands for itself.
 *
 * @param unspaced how many of them are such characters
 */
public record Words(List<String> list, int unspaced) {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+(?:['’][\\p{L}\\p{M}]+)*");
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);
  private static final int UNSPACED_CHARACTERS_PER_WORD = 2;

  public Words {
    list = List.copyOf(list);
  }

  public static Words of(String text) {
    List<String> list = new ArrayList<>();
    int unspaced = 0;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String found = word.group().replace('’', '\'').toLowerCase(Locale.ROOT);
      StringBuilder spaced = new StringBuilder();
      for (int character : found.codePoints().toArray()) {
        if (UNSPACED.contains(UnicodeScript.of(character))) {
          take(spaced, list);
          list.add(Character.toString(character));
          unspaced++;
        } else {
          spaced.appendCodePoint(character);
        }
      }
      take(spaced, list);
    }
    return new Words(list, unspaced);
  }

  private static void take(StringBuilder word, List<String> list) {
    if (!word.isEmpty()) {
      list.add(word.toString());
      word.setLength(0);
    }
  }

  /** How many words, where two characters without spaces make about one. */
  public int count() {
    return list.size() - unspaced + unspaced / UNSPACED_CHARACTERS_PER_WORD;
  }

  /** Whether most of it is written without spaces. */
  public boolean isUnspaced() {
    return unspaced > list.size() / 2;
  }

  /** The runs of {@code length} words, in order. */
  public List<List<String>> runs(int length) {
    List<List<String>> runs = new ArrayList<>();
    for (int from = 0; from + length <= list.size(); from++) {
      runs.add(list.subList(from, from + length));
    }
    return runs;
  }

  /** Whether the words of the other text stand in this one, together and in order. */
  public boolean contain(Words other) {
    return Collections.indexOfSubList(list, other.list()) >= 0;
  }
}
