package io.laserstreams.knowledge.request;

import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.schema.KnowledgeRequest;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be asked about the subjects of one kind. */
public interface SubjectRequests {
  /** How much there is to know of the subject now; empty where it does not exist. */
  OptionalLong position(String id);

  /** When a question is due, see {@code RefreshPolicy}. */
  long dueAt(long position, SubjectState.Accepted accepted, long now);

  /**
   * The question at the present position; empty where there is nothing to write about, for example
   * a history of which everything was taken back.
   *
   * @param bornAt birth of the subject's state, see {@link RequestId}
   * @param attempt 1 for the first
   */
  Optional<KnowledgeRequest> ask(String id, long bornAt, int attempt, long now);
}
