package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.offline.DatasetOptions;

/**
 * What to describe.
 *
 * @param init whether to write a first description, to the file that {@code dataset} names
 */
public record DescribeOptions(DatasetOptions dataset, boolean init) {
  public DescribeOptions {
    requireNonNull(dataset, "dataset is null");
  }
}
