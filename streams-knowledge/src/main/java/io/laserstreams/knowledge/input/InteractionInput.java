package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.rule.RecordRules;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Puts clicks, ratings and their corrections into histories. A SHOWN interaction says nothing about
 * the user's taste and is skipped.
 */
public final class InteractionInput implements Input {
  private final Decoding<Interaction> decoding;
  private final RecordRules rules;
  private final UserHistories histories;
  private final ObjLongConsumer<SubjectKey> moved;
  private final KnowledgeMetrics metrics;

  /**
   * @param moved is notified of a user whose history has changed, with the wall-clock time
   */
  public InteractionInput(
      Decoding<Interaction> decoding,
      RecordRules rules,
      UserHistories histories,
      ObjLongConsumer<SubjectKey> moved,
      KnowledgeMetrics metrics) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.moved = requireNonNull(moved, "moved is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void process(String userId, byte @Nullable [] value, RecordMetadata source, long now) {
    Interaction decoded = decoding.decode(userId, value, source);
    rules.check(userId, decoded, now).ifPresent(BadRecordException::refuse);
    Interaction interaction = requireNonNull(decoded, "the rules accept no tombstone");
    if (!HistoryInteractions.counts(interaction)) {
      return;
    }
    long droppedBefore = histories.dropped();
    AppendResult result = HistoryInteractions.put(histories, userId, interaction);
    metrics.history(result);
    metrics.historyDropped(histories.dropped() - droppedBefore);
    if (result.counted()) {
      moved.accept(SubjectKey.user(userId), now);
    }
  }
}
