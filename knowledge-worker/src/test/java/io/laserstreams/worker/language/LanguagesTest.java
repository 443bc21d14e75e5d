package io.laserstreams.worker.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanguagesTest {
  @Test
  void shouldKnowScriptsOfEveryLanguageAndWordsOfThoseThatShareOne() {
    for (String code : Languages.codes()) {
      Language language = Languages.of(code);
      assertEquals(code, language.code());
      assertFalse(language.scripts().isEmpty(), code);
      boolean shares =
          Languages.all().stream()
                  .filter(other -> other.scripts().equals(language.scripts()))
                  .count()
              > 1;
      assertTrue(!shares || language.words().size() > 20, code);
    }
    assertEquals("German", Languages.of("de").name());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Languages.of("tlh"))
            .getMessage()
            .startsWith("Unknown language 'tlh'; known are [ar, cs, "));
  }

  @Test
  void shouldFindTheWordsOfAText() {
    Words words = Words.of("It’s Toy Story (1995) — don't miss it, naïve Émile!");
    assertEquals(
        List.of("it's", "toy", "story", "1995", "don't", "miss", "it", "naïve", "émile"),
        words.list());
    assertEquals(9, words.count());
    assertFalse(words.isUnspaced());
  }

  @Test
  void shouldCountTwoCharactersWithoutSpacesAsAWord() {
    Words words = Words.of("这部电影Toy Story很好看。");
    assertEquals(List.of("这", "部", "电", "影", "toy", "story", "很", "好", "看"), words.list());
    assertEquals(5, words.count());
    assertTrue(words.isUnspaced());
  }

  @Test
  void shouldFindRunsOfWords() {
    Words words = Words.of("a b c d");
    assertEquals(List.of(List.of("a", "b", "c"), List.of("b", "c", "d")), words.runs(3));
    assertEquals(List.of(), words.runs(5));
    assertTrue(words.contain(Words.of("B, c!")));
    assertFalse(words.contain(Words.of("a c")));
  }
}
