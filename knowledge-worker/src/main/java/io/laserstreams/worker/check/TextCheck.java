package io.laserstreams.worker.check;

import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Optional;

/** Finds one fault of a text, if it has it. */
interface TextCheck {
  TextFault fault();

  /**
   * What is wrong with the text, as the end of a sentence that starts with the model's name; empty
   * if nothing.
   *
   * @param words of the text
   * @param prompt that it answers
   */
  Optional<String> problem(String text, Words words, Prompt prompt);
}
