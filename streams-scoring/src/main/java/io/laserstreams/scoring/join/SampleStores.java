package io.laserstreams.scoring.join;

import io.laserstreams.crm.history.ByteStore;

/**
 * The stores of the join.
 *
 * @param served by impression: that it was served, and its feedback
 * @param slates by impression: the served slate while its window is open
 * @param windows by user id: the open windows
 */
public record SampleStores(
    ImpressionStore<ServedImpression> served,
    ImpressionStore<ServedSlate> slates,
    ByteStore windows) {
  public static SampleStores in(ByteStore served, ByteStore slates, ByteStore windows) {
    return new SampleStores(
        ImpressionStore.ofServed(served), ImpressionStore.ofSlates(slates), windows);
  }
}
