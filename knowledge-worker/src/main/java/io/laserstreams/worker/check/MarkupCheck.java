package io.laserstreams.worker.check;

import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.MULTILINE;

import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what stands in no text for people. */
record MarkupCheck(TextFault fault, Pattern markup) implements TextCheck {
  private static final Pattern CONTROL =
      Pattern.compile(
          "<\\|[^|<>\\s]{1,40}\\|>"
              + "|<｜[^｜<>\\s]{1,40}｜>"
              + "|\\[/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|gMASK|PAD|MASK|CLS|SEP)]"
              + "|<</?SYS>>"
              + "|</?(?:s|bos|eos|pad|unk|sop|eop|start_of_turn|end_of_turn|tool_call"
              + "|function_call|tool_response|extra_id_\\d{1,4}|unused\\d{1,4}"
              + "|reserved_\\w{1,30})>"
              + "|\\n\\s*(?:user|human|assistant)\\s*[:：]"
              + "|^#{1,6}\\s*(?:instructions?|response|input|user|human|assistant|system)\\b",
          CASE_INSENSITIVE | MULTILINE);
  private static final Pattern CODE =
      Pattern.compile("\\A```|\\A\\{(?s:.*)}\\z|\\A\\[\\s*[{\"](?s:.*)]\\z");

  MarkupCheck {
    requireNonNull(fault, "fault is null");
    requireNonNull(markup, "markup is null");
  }

  /** A model's own tokens, or the turn of somebody else. */
  static MarkupCheck control() {
    return new MarkupCheck(TextFault.CONTROL_TOKENS, CONTROL);
  }

  /** A block of code, or JSON. */
  static MarkupCheck code() {
    return new MarkupCheck(TextFault.UNKNOWN_MARKUP, CODE);
  }

  @Override
  public Optional<String> problem(String text, Words words, Prompt prompt) {
    Matcher found = markup.matcher(text);
    return found.find()
        ? Optional.of("wrote '" + Quotes.beginning(found.group()) + "'")
        : Optional.empty();
  }
}
