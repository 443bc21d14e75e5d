package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

/**
 * The generator works, but will never give knowledge for this request: it belongs on the
 * dead-letter topic.
 */
public final class RequestRefusedException extends RuntimeException {
  /** The server refuses this request and answers others. */
  public static final String BY_GENERATOR = "refused-by-generator";

  /** The server fails on this request and answers others. */
  public static final String UNANSWERED = "generator-fails";

  /** The prompt does not fit into the model's context. */
  public static final String TOO_LONG = "prompt-too-long";

  private final String reason;
  private final String message;

  /**
   * @param reason a short stable word for metrics, one of the constants or a {@link
   *     io.laserstreams.worker.check.TextFault}'s
   * @param message what came instead of knowledge, and the way out
   */
  public RequestRefusedException(String reason, String message) {
    super(message);
    this.reason = requireNonNull(reason, "reason is null");
    this.message = requireNonNull(message, "message is null");
  }

  @Override
  public String getMessage() {
    return message;
  }

  public String reason() {
    return reason;
  }
}
