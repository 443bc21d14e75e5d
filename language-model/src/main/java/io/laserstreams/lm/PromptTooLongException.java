package io.laserstreams.lm;

/** A prompt and its answer do not fit into the model's context. */
public final class PromptTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PromptTooLongException(int prompt, int answer, int context) {
    super(
        "a prompt of "
            + prompt
            + " tokens and an answer of "
            + answer
            + " are longer than the context of "
            + context);
  }
}
