package io.laserstreams.runtime.metrics;

import io.laserstreams.runtime.config.CommonConfig;
import org.apache.kafka.common.config.ConfigException;

/** The configured address cannot be bound. */
public final class PortInUseException extends ConfigException {
  PortInUseException(String host, int port, Exception cause) {
    super(
        "Cannot listen on "
            + host
            + ":"
            + port
            + " ("
            + cause.getMessage()
            + "). Set "
            + CommonConfig.HTTP_PORT
            + " to a free port instead of "
            + port
            + ", to 0 for any free one or to -1 for none, and check "
            + CommonConfig.HTTP_HOST);
    initCause(cause);
  }
}
