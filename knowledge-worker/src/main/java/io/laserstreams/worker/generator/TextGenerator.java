package io.laserstreams.worker.generator;

import io.laserstreams.schema.KnowledgeRequest;
import java.util.Optional;

/**
 * Writes knowledge about a user or an item. Implementations are thread-safe, may take minutes, and
 * react to an interrupt.
 */
public interface TextGenerator {
  /** Identifies the generator in the provenance, for example {@code template:v1}. */
  String id();

  /**
   * Finds out whether the generator can write at all, without a request.
   *
   * @throws GeneratorUnavailableException if it cannot
   */
  default void probe() throws InterruptedException {}

  /**
   * Writes a text; empty if the generator is configured to have no answer for the subject.
   *
   * @throws GeneratorUnavailableException if a retry may help, whatever the request
   * @throws RequestRefusedException if this request will never be answered
   */
  Optional<GeneratedText> write(KnowledgeRequest request);
}
