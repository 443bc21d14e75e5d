package io.laserstreams.lm.chat;

import static java.util.Objects.requireNonNull;

/**
 * A message to a chat model.
 *
 * @param role who speaks, in the words of chat templates
 */
public record ChatMessage(String role, String content) {
  static final String SYSTEM = "system";

  public ChatMessage {
    requireNonNull(role, "role is null");
    requireNonNull(content, "content is null");
  }

  public static ChatMessage system(String content) {
    return new ChatMessage(SYSTEM, content);
  }

  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }

  ChatMessage withContent(String newContent) {
    return new ChatMessage(role, newContent);
  }
}
