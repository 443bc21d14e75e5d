package io.laserstreams.worker.openai;

/**
 * The server answered with status 200, but not with a chat completion: an error, a proxy's page, an
 * incomplete answer.
 */
final class UnusableAnswerException extends RuntimeException {
  UnusableAnswerException(String message) {
    super(message);
  }
}
