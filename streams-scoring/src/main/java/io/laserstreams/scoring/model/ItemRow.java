package io.laserstreams.scoring.model;

/**
 * An item as one model sees it. The numbers are never changed once the row is published.
 *
 * @param numbers of the model's item tower, none without a model
 * @param known whether the item is in the item table
 * @param knowledgePosition position of the item knowledge in the numbers, null where there is none
 * @param knowledgeBasedOn event time of the newest event that the knowledge is based on; without
 *     knowledge of no meaning
 */
public record ItemRow(
    float[] numbers, boolean known, Long knowledgePosition, long knowledgeBasedOn) {
  private static final float[] NO_NUMBERS = {};

  /** An item that no model has seen. */
  public static ItemRow withoutModel(boolean known) {
    return new ItemRow(NO_NUMBERS, known, null, 0);
  }

  /**
   * Event time of the newest event that the knowledge in the numbers is based on; null where there
   * is none.
   */
  public Long knowledgeTime() {
    return knowledgePosition == null ? null : (Long) knowledgeBasedOn;
  }

  /** Whether the row uses nothing that is based on events at or after the time. */
  boolean isFrom(long eventTime) {
    return knowledgePosition == null || knowledgeBasedOn < eventTime;
  }
}
