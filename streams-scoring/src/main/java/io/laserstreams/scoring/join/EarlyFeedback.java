package io.laserstreams.scoring.join;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import java.util.List;

/**
 * Feedback that was processed before its impression, which is on another topic and may come later.
 *
 * @param position {@link Feedback#AS_RANKED} if not reported
 * @param value NaN if absent
 */
record EarlyFeedback(
    String impressionId,
    String itemId,
    InteractionKind kind,
    int position,
    float value,
    long eventTime) {
  /** The stored code of a kind is its index: only ever append. */
  private static final List<InteractionKind> KINDS =
      List.of(
          InteractionKind.UNKNOWN,
          InteractionKind.SHOWN,
          InteractionKind.CLICK,
          InteractionKind.RATING,
          InteractionKind.RATING_CHANGE,
          InteractionKind.RETRACTION);

  static EarlyFeedback of(Interaction interaction) {
    return new EarlyFeedback(
        interaction.getImpressionId(),
        interaction.getItemId(),
        interaction.getKind(),
        interaction.getPosition() == null ? Feedback.AS_RANKED : interaction.getPosition(),
        interaction.getValue() == null ? Float.NaN : interaction.getValue(),
        interaction.getEventTime());
  }

  /** The interaction, as far as it concerns a sample. */
  Interaction toInteraction(String userId) {
    return Interaction.newBuilder()
        .setInteractionId("")
        .setUserId(userId)
        .setItemId(itemId)
        .setEventTime(eventTime)
        .setKind(kind)
        .setImpressionId(impressionId)
        .setPosition(position == Feedback.AS_RANKED ? null : (Integer) position)
        .setValue(Float.isNaN(value) ? null : (Float) value)
        .build();
  }

  void write(StateWriter out) {
    out.text(impressionId)
        .text(itemId)
        .number(KINDS.indexOf(kind))
        .number(position)
        .real(value)
        .number(eventTime);
  }

  static EarlyFeedback read(StateReader in) {
    String impressionId = in.text();
    String itemId = in.text();
    int kind = in.count();
    in.require(kind >= 0 && kind < KINDS.size(), "it has feedback of kind " + kind);
    return new EarlyFeedback(
        impressionId, itemId, KINDS.get(kind), in.count(), in.real(), in.number());
  }
}
