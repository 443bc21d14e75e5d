package io.laserstreams.knowledge;

import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;

/** Where decisions go. In operation: the output topics, in the same transaction as the state. */
public interface KnowledgeSink {
  void request(KnowledgeRequest request);

  /** Publishes accepted knowledge. */
  void knowledge(SubjectKey key, Knowledge knowledge);

  /** Deletes what was published about the subject. */
  void forget(SubjectKey key);

  /** Gives a request up: it becomes a dead letter. */
  void abandon(KnowledgeRequest request, String message);
}
