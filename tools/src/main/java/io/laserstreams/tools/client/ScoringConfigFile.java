package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.model.ModelNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * What scoring provides to models, by configuration key; keys that are not set are absent.
   *
   * @throws org.apache.kafka.common.config.ConfigException if the file has an invalid value
   */
  public Map<String, String> ofModels() {
    Map<String, String> properties = new HashMap<>();
    List<String> keys = new ArrayList<>(FeatureKeys.names());
    keys.add(ScoringConfig.HISTORY_LENGTH_MAX);
    keys.forEach(key -> file.apply(key).ifPresent(value -> properties.put(key, value)));
    AppConfig read = AppConfig.of(ScoringConfig.APP, DEFINITION, properties);
    return ModelNeeds.configured(
        read.getInt(ScoringConfig.HISTORY_LENGTH_MAX), FeatureKeys.read(read));
  }
}
