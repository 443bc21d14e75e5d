package io.laserstreams.worker.prompt;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Keeps what producers wrote in its place in a prompt: on one line, between double quotes, which
 * nothing in it can end, and without what any model or server could read as a token of control.
 *
 * <p>Characters are replaced instead of tokens: every known token of control ({@code <|im_start|>},
 * {@code [INST]}, {@code <<SYS>>}, {@code </s>}, {@code ◁think▷}) needs a bracket, and a list of
 * tokens is never complete. Look-alikes are folded first (NFKC, Unicode UAX 15); invisible
 * characters, which could hide a token or a message, are dropped.
 */
final class Fence {
  private static final char QUOTE = '"';
  private static final String ELLIPSIS = "…";

  /** Triangles and angles that NFKC leaves and that are no punctuation to Unicode. */
  private static final String OPENING = "<‹◁◀⊲◂⋖≪᚜˂ᐸ❬❮";

  private static final String CLOSING = ">›▷▶⊳▸⋗≫᚛˃ᐳ❭❯";
  private static final String BARS = "|¦ǀ∣│┃❘⏐\\";

  /** Of Markdown and other markup, where it stands three times or more. */
  private static final Pattern RULES = Pattern.compile("([#=*_~+-])\\1{2,}");

  private static final Pattern SPACES = Pattern.compile(" {2,}");

  private Fence() {}

  /** Between double quotes; empty if nothing is left. */
  static String quoted(String text, int maxCharacters) {
    String bounded = bounded(text, maxCharacters);
    return bounded.isEmpty() ? "" : QUOTE + bounded + QUOTE;
  }

  /**
   * The same without the quotes, as a part of what is quoted together.
   *
   * @param maxCharacters longer texts end in an ellipsis
   */
  static String bounded(String text, int maxCharacters) {
    // What NFKC makes of one character is longer by a factor of at most 18.
    String plain = plain(text.substring(0, Math.min(text.length(), 4 * maxCharacters)));
    if (plain.codePointCount(0, plain.length()) <= maxCharacters) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, maxCharacters - 1)).strip() + ELLIPSIS;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .map(Fence::replacement)
        .filter(character -> character >= 0)
        .forEach(plain::appendCodePoint);
    return SPACES.matcher(RULES.matcher(plain).replaceAll("$1")).replaceAll(" ").strip();
  }

  /** The character to write instead; negative to write none. */
  private static int replacement(int character) {
    if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
      return ' ';
    }
    if (OPENING.indexOf(character) >= 0) {
      return '(';
    }
    if (CLOSING.indexOf(character) >= 0) {
      return ')';
    }
    if (BARS.indexOf(character) >= 0) {
      return '/';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          -1;
      case Character.START_PUNCTUATION -> quoteOr(character, '(');
      case Character.END_PUNCTUATION -> quoteOr(character, ')');
      case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> '\'';
      default -> isIgnored(character) ? -1 : quoteOr(character, character);
    };
  }

  private static int quoteOr(int character, int otherwise) {
    return "\"`´„‚″‴〃〝〞〟ˮ".indexOf(character) >= 0 ? '\'' : otherwise;
  }

  /** Variation selectors and fillers, which show nothing; U+FFFD, which stands for nothing. */
  private static boolean isIgnored(int character) {
    return (character >= 0xFE00 && character <= 0xFE0F)
        || (character >= 0xE0100 && character <= 0xE01EF)
        || (character >= 0x180B && character <= 0x180F)
        || character == 0x034F
        || character == 0x115F
        || character == 0x1160
        || character == 0x2800
        || character == 0x3164
        || character == 0xFFA0
        || character == 0xFFFD;
  }
}
