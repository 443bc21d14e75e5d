package io.laserstreams.worker.check;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.language.Language;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.lang.Character.UnicodeScript;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds a text in another language than asked for: by the scripts of its letters, and among
 * languages of one script by their commonest words (Grefenstette 1995, Comparing two language
 * identification schemes). Names in other languages do not make it one.
 */
record LanguageCheck(Language language) implements TextCheck {
  private static final double OWN_LETTERS = 0.7;
  private static final double NEEDED_LETTERS = 0.1;
  private static final int FEWEST_WORDS = 4;
  private static final double CLEARLY_MORE = 1.5;

  LanguageCheck {
    requireNonNull(language, "language is null");
  }

  @Override
  public TextFault fault() {
    return TextFault.WRONG_LANGUAGE;
  }

  @Override
  public Optional<String> problem(String text, Words words, Prompt prompt) {
    return isInItsScripts(text)
        ? other(words).map(other -> wrote(other.name()))
        : Optional.of(wrote("another script"));
  }

  private String wrote(String other) {
    return "wrote in " + other + " instead of " + language.name();
  }

  private boolean isInItsScripts(String text) {
    int[] letters = text.codePoints().filter(Character::isLetter).toArray();
    int own = 0;
    int needed = 0;
    for (int letter : letters) {
      UnicodeScript script = UnicodeScript.of(letter);
      own += language.scripts().contains(script) ? 1 : 0;
      needed += language.needed().filter(script::equals).isPresent() ? 1 : 0;
    }
    return own >= OWN_LETTERS * letters.length
        && (language.needed().isEmpty() || needed >= NEEDED_LETTERS * letters.length);
  }

  /** A language of which the text has clearly more words than of its own. */
  private Optional<Language> other(Words words) {
    long own = common(words, language);
    return Languages.all().stream()
        .filter(other -> !Collections.disjoint(other.scripts(), language.scripts()))
        .filter(other -> common(words, other) >= FEWEST_WORDS)
        .filter(other -> common(words, other) > CLEARLY_MORE * own)
        .max(Comparator.comparingLong(other -> common(words, other)));
  }

  private static long common(Words words, Language language) {
    return words.list().stream().filter(language.words()::contains).count();
  }
}
