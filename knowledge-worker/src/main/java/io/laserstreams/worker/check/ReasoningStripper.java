package io.laserstreams.worker.check;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes the reasoning that a model writes before, or within, its text. */
final class ReasoningStripper {
  private static final String NAME =
      "(?:[\\w:.-]{0,40}(?:think|thought|reason|rationale|analysis|analyz|reflect"
          + "|scratch[_-]?pad|monolog"
          + "|ponder|deliberat|contemplat|brainstorm|introspect)[\\w:.-]{0,40}|cot)";

  /**
   * A tag that opens or closes reasoning: {@code <think>}, {@code <Reasoning effort="high">},
   * {@code </seed:think>}, {@code [THINK]}, {@code ◁think▷}, {@code <|begin_of_thought|>}, and
   * escaped as in HTML.
   */
  private static final Pattern TAG =
      Pattern.compile(
          "(?:<|&lt;|◁)\\s*\\|?\\s*(?<close>/|(?=end_of_))?\\s*"
              + NAME
              + "(?:\\s[^<>]*?)?(?<empty>/)?\\|?\\s*(?:>|&gt;|▷)"
              + "|\\[(?<closeBracket>/)?think(?:ing)?]",
          CASE_INSENSITIVE);

  /** OpenAI's harmony format, if the server did not separate the channels. */
  private static final Pattern CHANNEL =
      Pattern.compile(
          "<\\|channel\\|>\\s{0,9}(?<name>\\w{1,40})[^<]{0,80}"
              + "(?:<\\|constrain\\|>[^<]{0,80})?<\\|message\\|>");

  /** The same if the server dropped the special tokens. */
  private static final Pattern BARE_CHANNEL =
      Pattern.compile(
          "^(?:assistant)?(?:analysis|commentary)(?=[A-Z\"'(]).*?(?:assistantfinal|\\z)", DOTALL);

  private static final Pattern END_OF_TURN =
      Pattern.compile(
          "<\\|(?:im_end|eot_id|endoftext|end|return|call|start|channel)\\|>|<end_of_turn>|</s>");

  private ReasoningStripper() {}

  /** The text without reasoning; empty if all is reasoning. */
  static String strip(String text) {
    return withoutTagged(finalChannel(text));
  }

  private static String finalChannel(String text) {
    Matcher channel = CHANNEL.matcher(text);
    if (!channel.find()) {
      return turn(BARE_CHANNEL.matcher(text).replaceFirst(""));
    }
    String last = "";
    do {
      if (channel.group("name").equals("final")) {
        last = turn(text.substring(channel.end()));
      }
    } while (channel.find());
    return last;
  }

  /**
   * The text up to the end of the model's turn; what a server leaves after it is not the answer.
   */
  private static String turn(String text) {
    Matcher end = END_OF_TURN.matcher(text);
    return end.find() ? text.substring(0, end.start()) : text;
  }

  /**
   * Reasoning whose tag is not closed continues to the end; a closing tag alone closes reasoning
   * that the prompt opened, so all before it is reasoning.
   */
  private static String withoutTagged(String text) {
    StringBuilder kept = new StringBuilder();
    Matcher tag = TAG.matcher(text);
    boolean reasoning = false;
    int from = 0;
    while (tag.find()) {
      boolean closes = tag.group("close") != null || tag.group("closeBracket") != null;
      if (closes && !reasoning) {
        kept.setLength(0);
      } else if (!reasoning) {
        kept.append(text, from, tag.start());
      }
      reasoning = !closes && (reasoning || tag.group("empty") == null);
      from = tag.end();
    }
    return reasoning ? "" : kept.append(text, from, text.length()).toString();
  }
}
