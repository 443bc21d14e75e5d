package io.laserstreams.runtime.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code bootstrap.servers}.
 *
 * @param protocol the security protocol before it, as in {@code SASL_SSL://host:9093}; null if
 *     absent
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record BrokerAddress(@Nullable String protocol, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\w+)://)?(?:\\[([0-9A-Fa-f:.%]+)]|([\\w.%-]+)):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  /**
   * @throws ConfigException if it is no address
   */
  public static BrokerAddress parse(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new ConfigException("'" + text + "' is no host:port");
    }
    int port = Integer.parseInt(match.group(4));
    String protocol = match.group(1);
    if (port < 1 || port > MAX_PORT || (protocol != null && !PROTOCOLS.contains(protocol))) {
      throw new ConfigException("'" + text + "' is no host:port");
    }
    return new BrokerAddress(
        protocol, match.group(2) != null ? match.group(2) : match.group(3), port);
  }

  /** For a list of distinct addresses. */
  static ConfigDef.Validator validator() {
    ConfigDef.Validator distinct = ConfigDef.ValidList.anyNonDuplicateValues(false, false);
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          distinct.ensureValid(name, value);
          ((List<?>) value).forEach(address -> parse((String) address));
        },
        () ->
            "each of them host:port with a port from 1 to 65535, as in"
                + " broker-1:9092,broker-2:9092");
  }
}
