package io.laserstreams.knowledge.input;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;

/** Which interactions are in histories, and as what. */
public final class HistoryInteractions {
  private HistoryInteractions() {}

  /** Whether it says something about the user's taste, which a SHOWN interaction does not. */
  public static boolean counts(Interaction interaction) {
    return interaction.getKind() != InteractionKind.SHOWN;
  }

  /** Puts one that counts into the user's history. */
  public static AppendResult put(UserHistories histories, String userId, Interaction interaction) {
    String id = interaction.getInteractionId();
    String item = interaction.getItemId();
    long time = interaction.getEventTime();
    return switch (interaction.getKind()) {
      case CLICK -> histories.add(userId, new HistoryEvent(id, item, time, Float.NaN));
      case RATING ->
          histories.add(userId, new HistoryEvent(id, item, time, interaction.getValue()));
      case RATING_CHANGE ->
          histories.change(userId, new HistoryEvent(id, item, time, interaction.getValue()));
      case RETRACTION -> histories.retract(userId, id, item, time);
      case SHOWN, UNKNOWN ->
          throw new IllegalStateException("Not for histories: " + interaction.getKind());
    };
  }
}
