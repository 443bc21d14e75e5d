package io.laserstreams.runtime.config;

import io.laserstreams.schema.registry.RegistryUrls;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Addresses of schema registries, as in {@code schema.registry.url}. */
final class RegistryAddress {
  /** Not java.net.URI, which refuses hosts with an underscore; containers have such names. */
  private static final Pattern FORM =
      Pattern.compile(
          "https?://(?:[^/@\\s]+@)?(?:\\[[0-9A-Fa-f:.%]+]|[\\w.-]+)"
              + "(?::(\\d{1,5}))?(?:/[^\\s?#]*)?");

  private static final int MAX_PORT = 65_535;

  private RegistryAddress() {}

  /** For addresses separated by commas. */
  static ConfigDef.Validator validator() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          for (String address : ((String) value).split(",", -1)) {
            if (!isOne(address.strip())) {
              throw new ConfigException(
                  name,
                  RegistryUrls.shown(address),
                  "is no http:// or https:// address of a schema registry");
            }
          }
        },
        () ->
            "one or several of http://host:port and https://host:port, with the path of the"
                + " Confluent API where it has one");
  }

  private static boolean isOne(String address) {
    Matcher match = FORM.matcher(address);
    if (!match.matches()) {
      return false;
    }
    int port = match.group(1) == null ? 1 : Integer.parseInt(match.group(1));
    return port >= 1 && port <= MAX_PORT;
  }
}
