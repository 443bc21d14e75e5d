package io.laserstreams.worker.generator;

import io.laserstreams.schema.KnowledgeRequest;
import java.util.Optional;

/**
 * Writes what is known about a user or an item. Implementations are thread-safe and may take
 * minutes; they answer an interrupt.
 */
public interface TextGenerator {
  /** Names the writer in the provenance, for example {@code template:v1}. */
  String id();

  /**
   * Writes a text, or nothing where the generator is configured to have no answer for some
   * subjects.
   *
   * @throws GeneratorUnavailableException where trying later may help; says nothing about the
   *     request
   * @throws RequestRefusedException where this request will never be answered
   */
  Optional<GeneratedText> write(KnowledgeRequest request);
}
