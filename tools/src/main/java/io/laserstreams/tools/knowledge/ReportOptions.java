package io.laserstreams.tools.knowledge;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to report on.
 *
 * @param addresses where all instances of streams-knowledge serve their metrics
 * @param json file for scripts
 */
public record ReportOptions(List<URI> addresses, @Nullable Path json) {
  public ReportOptions {
    addresses = List.copyOf(addresses);
  }
}
