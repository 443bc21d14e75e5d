package io.laserstreams.runtime.config;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Accepts the texts that a parser accepts, and no value. */
public final class ParsedText implements ConfigDef.Validator {
  private final Consumer<String> parser;
  private final String valid;

  /**
   * @param parser throws {@link IllegalArgumentException} for what is not valid, and says why
   * @param valid what is, in words, for the configuration reference and for errors
   */
  public ParsedText(Consumer<String> parser, String valid) {
    this.parser = requireNonNull(parser, "parser is null");
    this.valid = requireNonNull(valid, "valid is null");
  }

  @Override
  public void ensureValid(String key, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      parser.accept((String) value);
    } catch (IllegalArgumentException e) {
      ConfigException refusal = new ConfigException(key, value, e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  @Override
  public String toString() {
    return valid;
  }
}
