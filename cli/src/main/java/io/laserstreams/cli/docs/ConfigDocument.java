package io.laserstreams.cli.docs;

import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.runtime.config.ConfigReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Writes {@code docs/configuration.md}: the keys of every app, from the definitions that check them
 * at start.
 */
public final class ConfigDocument {
  private ConfigDocument() {}

  public static String markdown() {
    Map<String, ConfigDef> definitions = new LinkedHashMap<>();
    for (AppKind app : AppKind.values()) {
      definitions.put(app.id(), app.configuration());
    }
    return ConfigReference.markdown(definitions);
  }
}
