package io.laserstreams.tools.probe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.ClusterSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to probe with.
 *
 * @param user user id; null for a new one
 * @param items candidates, at least one
 * @param patience for everything together: brokers, topics, registry and the score
 */
public record ProbeOptions(
    ClusterSettings cluster, @Nullable String user, List<String> items, Duration patience) {
  public ProbeOptions {
    requireNonNull(cluster, "cluster is null");
    items = List.copyOf(items);
    if (items.isEmpty() || items.stream().anyMatch(String::isBlank)) {
      throw new UserException(
          "--items is '"
              + String.join(",", items)
              + "', must be item ids with a comma between each two, like a,b");
    }
    if (patience.toSeconds() < 1) {
      throw new UserException("--wait is " + patience.toSeconds() + ", must be at least 1 second");
    }
  }
}
