package io.laserstreams.tools.dataset;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The impressions of a dataset as records to send. */
public final class DatasetRecords {
  private DatasetRecords() {}

  /**
   * Indexes of the first impressions in the order to send them: by event time, which interleaves
   * users who act within the same second. A stream picks among the heads of its partitions by time,
   * so it only keeps an order in which times never decrease within a partition.
   */
  public static int[] byEventTime(List<Impression> impressions, int first) {
    return IntStream.range(0, first)
        .boxed()
        .sorted(Comparator.comparingLong((Integer index) -> impressions.get(index).eventTime()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The interaction with a candidate: a rating if the data have a value, else a click; {@code
   * SHOWN} without either.
   *
   * @param impressionId null for an interaction that belongs to no impression
   */
  public static Interaction interaction(
      Impression impression, int index, @Nullable String impressionId) {
    Candidate candidate = impression.candidates().get(index);
    boolean rated = candidate.interacted() && !Float.isNaN(candidate.value());
    InteractionKind kind =
        !candidate.interacted()
            ? InteractionKind.SHOWN
            : rated ? InteractionKind.RATING : InteractionKind.CLICK;
    return Interaction.newBuilder()
        .setInteractionId(impression.interactionId(index))
        .setUserId(impression.userId())
        .setItemId(candidate.itemId())
        .setEventTime(impression.interactionTime())
        .setKind(kind)
        .setImpressionId(impressionId)
        .setValue(rated ? (Float) candidate.value() : null)
        .build();
  }
}
