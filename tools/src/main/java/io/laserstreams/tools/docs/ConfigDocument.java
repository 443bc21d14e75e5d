package io.laserstreams.tools.docs;

import io.laserstreams.runtime.config.ConfigReference;
import io.laserstreams.tools.apps.AppKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Generates {@code docs/configuration.md}: the keys of every app, from the definitions that
 * validate them at start.
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
