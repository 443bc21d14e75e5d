package io.laserstreams.scoring.sample;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;

/**
 * What a user did with a slate whose impression had not been read: it is on another topic, and may
 * come after.
 *
 * @param kind its place among {@link InteractionKind}'s values, which are only ever added to
 * @param position {@link Feedback#AS_RANKED} where nobody said
 * @param value NaN where there was none
 */
record EarlyFeedback(
    String impressionId, String itemId, int kind, int position, float value, long eventTime) {
  static EarlyFeedback of(Interaction interaction) {
    return new EarlyFeedback(
        interaction.getImpressionId(),
        interaction.getItemId(),
        interaction.getKind().ordinal(),
        interaction.getPosition() == null ? Feedback.AS_RANKED : interaction.getPosition(),
        interaction.getValue() == null ? Float.NaN : interaction.getValue(),
        interaction.getEventTime());
  }

  /** The interaction, as far as it concerns a sample. */
  Interaction toInteraction(String userId) {
    return new Interaction(
        "",
        userId,
        itemId,
        eventTime,
        InteractionKind.values()[kind],
        impressionId,
        position == Feedback.AS_RANKED ? null : position,
        Float.isNaN(value) ? null : value);
  }

  void write(StateWriter out) {
    out.text(impressionId).text(itemId).number(kind).number(position).real(value).number(eventTime);
  }

  static EarlyFeedback read(StateReader in) {
    String impressionId = in.text();
    String itemId = in.text();
    int kind = in.count();
    in.require(
        kind >= 0 && kind < InteractionKind.values().length, "it has an act of kind " + kind);
    return new EarlyFeedback(impressionId, itemId, kind, in.count(), in.real(), in.number());
  }
}
