package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.Outcome;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.KnowledgeMetrics;
import io.laserstreams.knowledge.policy.EventTimeBounds;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Puts clicks, ratings and their corrections into histories. That an item was shown says nothing of the user's taste and is
 * passed over.
 */
public final class InteractionInput implements Input {
  private final Decoding<Interaction> decoding;
  private final EventTimeBounds times;
  private final UserHistories histories;
  private final ObjLongConsumer<SubjectKey> moved;
  private final KnowledgeMetrics metrics;

  /** @param moved is told which user's history has moved, and when */
  public InteractionInput(Decoding<Interaction> decoding, EventTimeBounds times, UserHistories histories,
      ObjLongConsumer<SubjectKey> moved, KnowledgeMetrics metrics) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.times = requireNonNull(times, "times is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.moved = requireNonNull(moved, "moved is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void take(String userId, byte[] value, RecordMetadata source, long now) {
    Interaction interaction = decoding.decode(userId, value, source);
    check(userId, interaction, now);
    if (interaction.getKind() == InteractionKind.SHOWN) {
      return;
    }
    long droppedBefore = histories.dropped();
    Outcome outcome = put(userId, interaction);
    metrics.history(outcome);
    metrics.historyDropped(histories.dropped() - droppedBefore);
    if (outcome.counted()) {
      moved.accept(SubjectKey.user(userId), now);
    }
  }

  private void check(String userId, Interaction interaction, long now) {
    if (interaction == null) {
      throw new BadRecordException("no-value", "An interaction of user " + userId
          + " is a tombstone; to take an interaction back, send a RETRACTION");
    }
    String name = "interaction " + interaction.getInteractionId();
    if (!interaction.getUserId().equals(userId)) {
      throw new BadRecordException("wrong-key", name + " is of user " + interaction.getUserId() + " but its key is '" + userId
          + "'; the key must be the user's id");
    }
    times.require("eventTime of " + name, interaction.getEventTime(), now);
    switch (interaction.getKind()) {
      case UNKNOWN -> throw new BadRecordException("unknown-kind", name
          + " is of a kind newer than this release; replay it after an upgrade");
      case RATING, RATING_CHANGE -> {
        if (interaction.getValue() == null || !Float.isFinite(interaction.getValue())) {
          throw new BadRecordException("no-rating-value", name + " is a " + interaction.getKind() + " with value "
              + interaction.getValue() + "; it must be a finite number");
        }
      }
      case SHOWN, CLICK, RETRACTION -> { }
    }
  }

  private Outcome put(String userId, Interaction interaction) {
    String id = interaction.getInteractionId();
    String item = interaction.getItemId();
    long time = interaction.getEventTime();
    return switch (interaction.getKind()) {
      case CLICK -> histories.add(userId, new HistoryEvent(id, item, time, Float.NaN));
      case RATING -> histories.add(userId, new HistoryEvent(id, item, time, interaction.getValue()));
      case RATING_CHANGE -> histories.change(userId, new HistoryEvent(id, item, time, interaction.getValue()));
      case RETRACTION -> histories.retract(userId, id, item, time);
      case SHOWN, UNKNOWN -> throw new IllegalStateException("Not for histories: " + interaction.getKind());
    };
  }
}
