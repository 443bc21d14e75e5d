package io.laserstreams.scoring.model;

import org.jspecify.annotations.Nullable;

/**
 * An item as one model sees it. The numbers never change once the row is published.
 *
 * @param numbers of the model's item tower, empty without a model
 * @param known whether the item is in the item table
 * @param knowledge in the numbers, null if none
 */
public record ItemRow(float[] numbers, boolean known, @Nullable Knowledge knowledge) {
  private static final float[] NO_NUMBERS = {};

  /**
   * Which knowledge about the item the numbers contain.
   *
   * @param basedOn event time of the newest event that it is based on
   */
  public record Knowledge(long position, long basedOn) {}

  /** A row while there is no model. */
  public static ItemRow withoutModel(boolean known) {
    return new ItemRow(NO_NUMBERS, known, null);
  }

  /** Whether the row uses nothing that is based on events at or after the time. */
  boolean isFrom(long eventTime) {
    return knowledge == null || knowledge.basedOn() < eventTime;
  }
}
