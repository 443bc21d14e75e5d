package io.laserstreams.crm.streaming.item;

import java.util.List;

/**
 * What an interaction adds to the statistics of its item and of all items. Contributions to an
 * epoch may be added in any order and anywhere, so that a popular item is summed where its users
 * are.
 *
 * @param itemId the item
 * @param time event time, milliseconds since the epoch
 * @param value the value that the interaction counts as
 * @param liked whether it is a like
 * @param deviation of the value from the user's mean
 * @param unexplained value minus the mean of all and the user's bias: the item's share
 * @param residual {@code unexplained} minus the item's bias
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
