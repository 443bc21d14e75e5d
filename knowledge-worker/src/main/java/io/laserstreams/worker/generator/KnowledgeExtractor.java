package io.laserstreams.worker.generator;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts the knowledge from what a language model wrote. */
final class KnowledgeExtractor {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern WRAPPER =
      Pattern.compile(
          "</?(?:final[_-]?)?(?:answer|response|output|solution|result)>"
              + "|<\\|(?:begin|end)_of_solution\\|>",
          CASE_INSENSITIVE);
  private static final Pattern FIRST_TAG =
      Pattern.compile("^(?:<|◁)\\|?/?\\s*([\\w:.-]{1,40})(?:\\s[^<>]{0,200})?/?\\|?(?:>|▷)");
  private static final Set<String> FORMATTING =
      Set.of(
          "a",
          "article",
          "b",
          "blockquote",
          "body",
          "br",
          "code",
          "dd",
          "div",
          "dl",
          "dt",
          "em",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "html",
          "i",
          "li",
          "mark",
          "ol",
          "p",
          "pre",
          "q",
          "s",
          "section",
          "small",
          "span",
          "strong",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "th",
          "thead",
          "title",
          "tr",
          "u",
          "ul");
  private static final int MAX_QUOTED_CHARACTERS = 120;

  private KnowledgeExtractor() {}

  /**
   * The text without reasoning, stripped; never empty.
   *
   * @throws RequestRefusedException if there is no knowledge in it; the message continues a
   *     sentence that starts with the model's name
   */
  static String extract(String written) {
    if (written.isBlank()) {
      throw new RequestRefusedException(RequestRefusedException.NO_TEXT, "wrote nothing");
    }
    if (written.indexOf(REPLACEMENT) >= 0) {
      throw new RequestRefusedException(
          RequestRefusedException.WRONG_CHARSET,
          "wrote U+FFFD, which its server puts in place of bytes that it cannot decode: "
              + beginning(written));
    }
    String text = WRAPPER.matcher(ReasoningStripper.strip(written)).replaceAll("").strip();
    if (text.isEmpty()) {
      throw new RequestRefusedException(
          RequestRefusedException.ONLY_THOUGHTS,
          "wrote only reasoning and no text: " + beginning(written));
    }
    Matcher tag = FIRST_TAG.matcher(text);
    if (tag.find() && !FORMATTING.contains(tag.group(1).toLowerCase(Locale.ROOT))) {
      throw new RequestRefusedException(
          RequestRefusedException.UNKNOWN_MARKUP,
          "wrote a text that starts with "
              + tag.group()
              + ", which may be reasoning: "
              + beginning(text));
    }
    if (RefusalDetector.isRefusal(text)) {
      throw new RequestRefusedException(
          RequestRefusedException.MODEL_REFUSAL, "refused: " + beginning(text));
    }
    return text;
  }

  private static String beginning(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_QUOTED_CHARACTERS
        ? line
        : line.substring(0, MAX_QUOTED_CHARACTERS) + "…";
  }
}
