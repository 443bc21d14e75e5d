package io.laserstreams.tools.knowledge;

import io.laserstreams.knowledge.KnowledgeConfig;
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
  /** Where an instance with the default configuration serves them, on this machine. */
  public static final String DEFAULT_ADDRESS =
      "http://127.0.0.1:" + KnowledgeConfig.DEFAULT_HTTP_PORT;

  public ReportOptions {
    addresses = List.copyOf(addresses);
  }
}
