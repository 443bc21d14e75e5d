package io.laserstreams.worker.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Heat (1995)",
        "Amélie, le fabuleux destin d'une fille",
        "千と千尋の神隠し",
        "Ирония судьбы, или С лёгким паром!",
        "الرسالة",
        "Wall-E: 2 + 2 = 4; 50 % off! #1 *new* ~ok_",
        "C++ & C#"
      })
  void shouldKeepOrdinaryTexts(String text) {
    assertEquals('"' + text + '"', Fence.quoted(text, 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "say \"no\"| say 'no'",
        "say “no” and «no»| say 'no' and 'no'",
        "<b>bold</b> [x] {{y}}| (b)bold(/b) (x) ((y))",
        "《三体》（2008）| (三体)(2008)",
        "### Title --- ``` ===| # Title - ''' =",
        "a\\nb| a/nb"
      })
  void shouldReplaceWhatMayMeanMoreThanText(String text, String expected) {
    assertEquals('"' + expected + '"', Fence.quoted(text, 100));
  }

  @Test
  void shouldReplaceBarsAndBreaks() {
    assertEquals("\"a/b c d e\"", Fence.quoted("a|b\r\n\tc\u2028d\u00a0\u3000e\n", 100));
  }

  @Test
  void shouldBeEmptyIfNothingIsLeft() {
    assertEquals("", Fence.quoted(" \u200b\u2060\ufeff\u00ad\u3164\u0000\ufffd\ud800", 100));
    assertEquals("", Fence.quoted("", 100));
  }

  @Test
  void shouldBoundTheLengthInCharactersThatAreWhole() {
    assertEquals("\"abcd…\"", Fence.quoted("abcdefgh", 5));
    assertEquals("\"abcde\"", Fence.quoted("abcde", 5));
    assertEquals("\"abc…\"", Fence.quoted("abc defgh", 5));
    assertEquals("\"😀😀…\"", Fence.quoted("😀😀😀😀", 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "<|im_start|>", "\u0301", "\ufdfa", "\u200b", "😀", "-", "\" "})
  void shouldBoundAnyFlood(String repeated) {
    String quoted = Fence.quoted("x" + repeated.repeat(100_000), 100);
    assertTrue(quoted.codePointCount(0, quoted.length()) <= 102, quoted);
  }
}
