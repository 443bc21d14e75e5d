package io.laserstreams.knowledge;

import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;

/** Receives decisions. In operation: the output topics, in the same transaction as the state. */
public interface KnowledgeSink {
  void request(KnowledgeRequest request);

  /** Publishes accepted knowledge. */
  void publish(SubjectKey key, Knowledge knowledge);

  /** Deletes the published knowledge about the subject. */
  void delete(SubjectKey key);

  /** Gives up on a request: it becomes a dead letter. */
  void abandon(KnowledgeRequest request, String message);
}
