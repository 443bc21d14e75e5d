package io.laserstreams.cli;

import java.util.Objects;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** Versions of this build, of Kafka's clients and of Java. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String own =
        Objects.requireNonNullElse(
            Laser.class.getPackage().getImplementationVersion(), "unpackaged");
    return new String[] {
      "laser "
          + own
          + " (Kafka "
          + AppInfoParser.getVersion()
          + ", Java "
          + Runtime.version().feature()
          + ")"
    };
  }
}
