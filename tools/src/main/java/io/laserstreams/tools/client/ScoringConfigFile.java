package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.scoring.config.ScoringConfig;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;

/** How scoring is set, as far as a configuration file says; else its defaults. */
public final class ScoringConfigFile {
  private static final ConfigDef DEFINITION = ScoringConfig.definition();

  private final Function<String, Optional<String>> file;

  /**
   * @param file the file's value of a key, see {@link ClusterSettings#setting}
   */
  public ScoringConfigFile(Function<String, Optional<String>> file) {
    this.file = requireNonNull(file, "file is null");
  }

  /**
   * The value of an INT or LONG key.
   *
   * @throws org.apache.kafka.common.config.ConfigException if the file's value is no such number
   */
  public long number(String key) {
    ConfigDef.ConfigKey known = requireNonNull(DEFINITION.configKeys().get(key), key);
    Object value =
        file.apply(key)
            .map(text -> ConfigDef.parseType(key, text, known.type))
            .orElse(known.defaultValue);
    return ((Number) value).longValue();
  }
}
