package io.laserstreams.lm.hub;

import java.util.List;

/**
 * A model's repository at one commit.
 *
 * @param repository as owner/name
 * @param commit its id
 * @param licence as the repository states it; empty if it does not
 * @param files all of them
 */
public record Snapshot(String repository, String commit, String licence, List<HubFile> files) {
  public Snapshot {
    files = List.copyOf(files);
  }
}
