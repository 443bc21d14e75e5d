package io.laserstreams.scoring.model;

/**
 * An item as one model sees it. The numbers are never changed once the row is published.
 *
 * @param numbers of the model's item tower
 * @param known whether the item is in the item table
 * @param knowledgePosition position of the item knowledge in the numbers, null where there is none
 * @param knowledgeBasedOn event time of the newest event that the knowledge is based on; without knowledge of no meaning
 */
public record ItemRow(float[] numbers, boolean known, Long knowledgePosition, long knowledgeBasedOn) {
  /** Whether the row uses nothing that is based on events at or after the time. */
  boolean isFrom(long eventTime) {
    return knowledgePosition == null || knowledgeBasedOn < eventTime;
  }
}
