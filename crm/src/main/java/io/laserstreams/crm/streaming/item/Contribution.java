package io.laserstreams.crm.streaming.item;

import java.util.List;

/**
 * What one interaction adds to the statistics of its item and of all items. Contributions to one
 * epoch may be added up in any order and by anyone, so that a popular item is summed where its
 * users are.
 *
 * @param itemId the item
 * @param time event time, milliseconds since the epoch
 * @param value the number that the interaction counts as
 * @param liked whether it is a like
 * @param deviation from the user's mean
 * @param unexplained value less the mean of all and the user's bias: the item's share
 * @param residual what the item's bias does not explain of that either
 * @param segments of the user, {@code field=value}
 */
public record Contribution(
    String itemId,
    long time,
    double value,
    boolean liked,
    double deviation,
    double unexplained,
    double residual,
    List<String> segments) {
  public Contribution {
    segments = List.copyOf(segments);
  }
}
