package io.laserstreams.knowledge.request;

import io.laserstreams.knowledge.policy.Due;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.schema.KnowledgeRequest;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes the requests about the subjects of one kind. */
public interface SubjectRequests {
  /** The version of what is known about the subject now; empty if it does not exist. */
  OptionalLong position(String id);

  /** Whether something that is known about the subject happened at an event time or before. */
  boolean reachesBackTo(String id, long eventTime);

  /** When a request is due, see {@code RefreshPolicy}. */
  Due due(String id, long position, SubjectState state, long now);

  /** Which of the kind's waiting subjects comes first: the one with the highest. */
  double priority(String id, long position, SubjectState.@Nullable Accepted accepted);

  /** What the subject's newest events are about; null if that is not known or means nothing. */
  @Nullable Taste taste(String id);

  /**
   * The request at the current position; empty if there is nothing to write about, for example if
   * all of a history was retracted.
   *
   * @param createdAt creation time of the subject's state, see {@link RequestId}
   * @param attempt 1 for the first
   */
  Optional<KnowledgeRequest> request(String id, long createdAt, int attempt, long now);
}
