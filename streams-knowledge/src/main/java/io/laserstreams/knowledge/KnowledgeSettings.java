package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.schema.rule.EventTimeBounds;
import java.time.Duration;

/**
 * What the topology is configured with; see {@link KnowledgeConfig} for the keys.
 *
 * @param requestHistoryEvents newest events that a request about a user carries
 * @param checkInterval how often is looked for subjects whose time has come
 */
public record KnowledgeSettings(
    String topicPrefix,
    RefreshPolicy refreshPolicy,
    RetryPolicy retryPolicy,
    EventTimeBounds eventTimes,
    HistoryBounds historyBounds,
    AnswerCheck answerCheck,
    int requestHistoryEvents,
    Duration checkInterval) {
  public KnowledgeSettings {
    requireNonNull(topicPrefix, "topicPrefix is null");
    requireNonNull(refreshPolicy, "refreshPolicy is null");
    requireNonNull(retryPolicy, "retryPolicy is null");
    requireNonNull(eventTimes, "eventTimes is null");
    requireNonNull(historyBounds, "historyBounds is null");
    requireNonNull(answerCheck, "answerCheck is null");
    requireNonNull(checkInterval, "checkInterval is null");
  }
}
