package io.laserstreams.scoring.sample;

import io.laserstreams.crm.history.ByteStore;

/**
 * The stores that samples are joined in.
 *
 * @param served impression id: that it was served, and what the user did with it
 * @param slates impression id: the slate as served, while its window is open
 * @param windows user id: the open windows
 */
public record SampleStores(ByteStore served, ByteStore slates, ByteStore windows) {}
