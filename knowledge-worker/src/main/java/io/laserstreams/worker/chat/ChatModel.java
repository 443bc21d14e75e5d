package io.laserstreams.worker.chat;

import io.laserstreams.worker.prompt.Prompt;

/**
 * A language model that answers a prompt, on a server or in this process. Implementations are
 * thread-safe, may take minutes, and react to an interrupt.
 */
public interface ChatModel {
  /** Identifies the model in the provenance, for example {@code openai:some-model}. */
  String id();

  /**
   * Asks something simple once, to find out whether the model answers at all; nothing to find out
   * of a model in this process.
   *
   * @throws io.laserstreams.worker.generator.GeneratorUnavailableException if it does not
   */
  default void probe(Sampling sampling) throws InterruptedException {}

  /**
   * What the model writes, whatever it is worth.
   *
   * @throws io.laserstreams.worker.generator.GeneratorUnavailableException if a retry may help,
   *     whatever the prompt
   * @throws io.laserstreams.worker.generator.RequestRefusedException if this prompt will never be
   *     answered
   */
  Completion complete(Prompt prompt, Sampling sampling) throws InterruptedException;
}
