package io.laserstreams.worker.generator;

/**
 * The server said that all is well, but what it sent is no chat completion: an error, a proxy's
 * page, half an answer.
 */
final class UnusableAnswerException extends RuntimeException {
  UnusableAnswerException(String message) {
    super(message);
  }
}
