package io.laserstreams.worker.check;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
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

  private KnowledgeExtractor() {}

  /**
   * The text without reasoning, stripped; never empty.
   *
   * @throws NotKnowledgeException if there is no knowledge in it
   */
  static String extract(Completion completion) {
    if (!completion.refusal().isEmpty()) {
      throw new NotKnowledgeException(
          TextFault.MODEL_REFUSAL, "refused: " + Quotes.beginning(completion.refusal()));
    }
    if (completion.finished() == FinishReason.CONTENT_FILTER) {
      throw new NotKnowledgeException(
          TextFault.FILTERED_TEXT,
          "was stopped by its server's content filter: " + Quotes.beginning(completion.text()));
    }
    if (completion.finished() == FinishReason.LENGTH) {
      throw new NotKnowledgeException(
          TextFault.CUT_TEXT,
          "was cut at the maximum length after "
              + completion.completionTokens()
              + " tokens, including reasoning. Raise its generator's max.tokens or lower"
              + " prompt.words. It had written: "
              + Quotes.beginning(completion.text()));
    }
    String written = completion.text();
    if (written.isBlank()) {
      throw completion.reasoning().isBlank()
          ? new NotKnowledgeException(TextFault.NO_TEXT, "wrote nothing")
          : onlyThoughts(completion.reasoning());
    }
    if (written.indexOf(REPLACEMENT) >= 0) {
      throw new NotKnowledgeException(
          TextFault.WRONG_CHARSET,
          "wrote U+FFFD, which its server puts in place of bytes that it cannot decode: "
              + Quotes.beginning(written));
    }
    String text = WRAPPER.matcher(ReasoningStripper.strip(written)).replaceAll("").strip();
    if (text.isEmpty()) {
      throw onlyThoughts(written);
    }
    Matcher tag = FIRST_TAG.matcher(text);
    if (tag.find() && !FORMATTING.contains(tag.group(1).toLowerCase(Locale.ROOT))) {
      throw new NotKnowledgeException(
          TextFault.UNKNOWN_MARKUP,
          "wrote a text that starts with "
              + tag.group()
              + ", which may be reasoning: "
              + Quotes.beginning(text));
    }
    if (RefusalDetector.isRefusal(text)) {
      throw new NotKnowledgeException(
          TextFault.MODEL_REFUSAL, "refused: " + Quotes.beginning(text));
    }
    return text;
  }

  private static NotKnowledgeException onlyThoughts(String thoughts) {
    return new NotKnowledgeException(
        TextFault.ONLY_THOUGHTS, "wrote only reasoning and no text: " + Quotes.beginning(thoughts));
  }
}
