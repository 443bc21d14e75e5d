package io.laserstreams.scoring.sample;

import io.laserstreams.crm.history.ByteStore;

/**
 * The stores that samples are joined in.
 *
 * @param served of an impression: that it was served, and what the user did with it
 * @param slates of an impression: the slate as served, while its window is open
 * @param windows user id: the open windows
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
