package io.laserstreams.lm.chat;

import java.util.Comparator;
import java.util.List;

/**
 * Removes the texts of a tokenizer's special tokens from messages, so that nothing in a message can
 * end it or begin another.
 */
public final class SpecialTexts {
  private final List<String> texts;

  public SpecialTexts(List<String> texts) {
    this.texts = texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  public List<ChatMessage> removed(List<ChatMessage> messages) {
    return messages.stream()
        .map(message -> message.withContent(removed(message.content())))
        .toList();
  }

  private String removed(String content) {
    String before;
    String after = content;
    do {
      before = after;
      for (String text : texts) {
        after = after.replace(text, "");
      }
    } while (!after.equals(before)); // taking one out may put another together
    return after;
  }
}
