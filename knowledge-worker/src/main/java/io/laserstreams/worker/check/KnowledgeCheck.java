package io.laserstreams.worker.check;

import io.laserstreams.worker.chat.Completion;

/** Accepts what a language model wrote if it is knowledge. Thread-safe. */
public final class KnowledgeCheck {
  /**
   * The knowledge in it, without reasoning; never empty.
   *
   * @throws NotKnowledgeException if there is none
   */
  public String accept(Completion completion) {
    return KnowledgeExtractor.extract(completion);
  }
}
