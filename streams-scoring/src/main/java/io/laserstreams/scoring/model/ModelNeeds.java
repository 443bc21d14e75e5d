package io.laserstreams.scoring.model;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.runtime.config.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which configuration of scoring a model needs. Scoring and the tools ask it alike whether a model
 * fits, and show the same lines of a properties file.
 */
public final class ModelNeeds {
  /** The key of the longest history that a model may attend to. */
  public static final String HISTORY_LENGTH_MAX = "history.length.max";

  /** Its default. */
  public static final int DEFAULT_HISTORY_LENGTH_MAX = 500;

  private final int eventsRead;
  private final Map<String, Optional<String>> features;

  private ModelNeeds(int eventsRead, Map<String, Optional<String>> features) {
    this.eventsRead = eventsRead;
    this.features = features;
  }

  /**
   * @param spec what the model reads
   */
  public static ModelNeeds of(FeatureSpec spec) {
    FeatureSpec.Streaming streaming = spec.streaming();
    Map<String, Optional<String>> features = new LinkedHashMap<>();
    if (streaming != null) {
      Map<String, String> written = FeatureKeys.write(streaming.settings());
      FeatureKeys.names().forEach(key -> features.put(key, Optional.ofNullable(written.get(key))));
    }
    return new ModelNeeds(spec.eventsRead(), features);
  }

  /**
   * The values that {@link #misfits} compares with, by key; keys that are not set are absent.
   *
   * @param maxHistory events that a model may attend to
   */
  public static Map<String, String> configured(int maxHistory, StreamingSettings settings) {
    Map<String, String> values = new LinkedHashMap<>(FeatureKeys.write(settings));
    values.put(HISTORY_LENGTH_MAX, Integer.toString(maxHistory));
    return values;
  }

  /**
   * What keeps an instance with this configuration from serving the model, a phrase for each key;
   * empty if it fits.
   */
  public List<String> misfits(Map<String, String> configured) {
    Function<String, Optional<String>> value = key -> Optional.ofNullable(configured.get(key));
    List<String> misfits = new ArrayList<>();
    Optional<String> maxHistory = value.apply(HISTORY_LENGTH_MAX);
    if (maxHistory.map(Integer::parseInt).orElse(0) < eventsRead) {
      misfits.add(
          HISTORY_LENGTH_MAX
              + " is "
              + maxHistory.orElse("unset")
              + ", the model attends to "
              + eventsRead
              + " events");
    }
    features.forEach(
        (key, needed) -> {
          Optional<String> actual = value.apply(key);
          if (!Objects.equals(actual, needed)) {
            misfits.add(
                "%s is %s, the model was trained with %s"
                    .formatted(key, shown(actual), shown(needed)));
          }
        });
    return misfits;
  }

  /** The needed properties of scoring; a key of features that is absent must not be set. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(HISTORY_LENGTH_MAX, maxHistory());
    features.forEach((key, needed) -> needed.ifPresent(value -> properties.put(key, value)));
    return properties;
  }

  /** Lines of scoring's properties file. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(ConfigFile.line(HISTORY_LENGTH_MAX, maxHistory()));
    features.forEach(
        (key, needed) ->
            lines.add(
                needed
                    .map(value -> ConfigFile.line(key, value))
                    .orElse("# " + key + " must not be set")));
    return lines;
  }

  /** Not below the default: other models, and samples, may use a longer history than this one. */
  private String maxHistory() {
    return Integer.toString(Math.max(DEFAULT_HISTORY_LENGTH_MAX, eventsRead));
  }

  private static String shown(Optional<String> value) {
    return value.map(text -> text.isEmpty() ? "empty" : text).orElse("unset");
  }
}
