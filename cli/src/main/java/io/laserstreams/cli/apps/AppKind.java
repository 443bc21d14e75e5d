package io.laserstreams.cli.apps;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The applications that the command line can start. */
public enum AppKind {
  ;

  private final Function<Map<String, ?>, App> constructor;

  AppKind(Function<Map<String, ?>, App> constructor) {
    this.constructor = requireNonNull(constructor, "constructor is null");
  }

  /** Name on the command line, for example {@code scoring}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** @throws org.apache.kafka.common.config.ConfigException where the configuration is wrong */
  public App create(Map<String, ?> properties) {
    return constructor.apply(properties);
  }

  @Override
  public String toString() {
    return id();
  }
}
