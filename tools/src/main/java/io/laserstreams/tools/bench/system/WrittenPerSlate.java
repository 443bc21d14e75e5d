package io.laserstreams.tools.bench.system;

import java.util.List;

/**
 * What an app writes for a slate.
 *
 * @param writes by target, without the scores
 * @param records with the score
 * @param bytes of keys and values, with the score
 */
public record WrittenPerSlate(List<Writes> writes, double records, double bytes) {
  public WrittenPerSlate {
    writes = List.copyOf(writes);
  }
}
