package io.laserstreams.tools.dataset;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Impressions of a dataset as records to send. */
public final class DatasetRecords {
  private DatasetRecords() {}

  /**
   * Indexes of the first plays in the order to send them: by event time, which interleaves the
   * users who act within the same second. A stream takes the head of each topic's partition by its
   * time, so an order is only kept where times never fall within a partition.
   */
  public static int[] byEventTime(List<Impression> plays, int first) {
    return IntStream.range(0, first)
        .boxed()
        .sorted(Comparator.comparingLong((Integer index) -> plays.get(index).eventTime()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * What came of a candidate: a rating where the data have a value, else a click; {@code SHOWN}
   * where the user left it at that.
   *
   * @param impressionId null for an interaction that belongs to no impression
   */
  public static Interaction interaction(Impression play, int index, String impressionId) {
    Candidate candidate = play.candidates().get(index);
    boolean rated = candidate.interacted() && !Float.isNaN(candidate.value());
    InteractionKind kind =
        !candidate.interacted()
            ? InteractionKind.SHOWN
            : rated ? InteractionKind.RATING : InteractionKind.CLICK;
    return Interaction.newBuilder()
        .setInteractionId(play.interactionId(index))
        .setUserId(play.userId())
        .setItemId(candidate.itemId())
        .setEventTime(play.interactionTime())
        .setKind(kind)
        .setImpressionId(impressionId)
        .setValue(rated ? (Float) candidate.value() : null)
        .build();
  }
}
