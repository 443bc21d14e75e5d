package io.laserstreams.worker.check;

import static java.util.Objects.requireNonNull;

/** A model wrote a text that is not knowledge; another draw may be. */
public final class NotKnowledgeException extends RuntimeException {
  private final TextFault fault;
  private final String message;

  /**
   * @param message continues a sentence that starts with the model's name
   */
  NotKnowledgeException(TextFault fault, String message) {
    super(message);
    this.fault = requireNonNull(fault, "fault is null");
    this.message = requireNonNull(message, "message is null");
  }

  @Override
  public String getMessage() {
    return message;
  }

  public TextFault fault() {
    return fault;
  }
}
