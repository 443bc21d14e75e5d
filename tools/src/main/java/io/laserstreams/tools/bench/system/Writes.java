package io.laserstreams.tools.bench.system;

import io.laserstreams.schema.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * What an app writes to one topic for a slate, besides the score.
 *
 * @param target a state store, whose changelog is meant, or a topic of the catalogue
 * @param records for each slate
 * @param valueBytes of a record, on average
 */
public record Writes(String target, double records, int valueBytes) {
  private static final String SEPARATOR = ",";

  /** The topic, if the target is none of the state stores. */
  Optional<Topic> topic() {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.baseName().equals(target))
        .findFirst();
  }

  /** The text form, for a configuration file. */
  static String format(List<Writes> all) {
    return all.stream()
        .map(writes -> writes.target + "=" + writes.records + "x" + writes.valueBytes)
        .collect(Collectors.joining(SEPARATOR));
  }

  /**
   * Reads the text form, for example {@code histories=1.0x4300,samples=0.5x900}.
   *
   * @throws ConfigException naming the key, its value and what would be valid
   */
  static List<Writes> parse(String key, String text) {
    List<Writes> all = new ArrayList<>();
    for (String one : text.isBlank() ? new String[0] : text.split(SEPARATOR, -1)) {
      if (!one.matches("[a-z-]+=\\d+(\\.\\d+)?(E-\\d+)?x\\d+")) {
        throw new ConfigException(
            key, text, "must list a target, records a slate and bytes as histories=1.0x4300");
      }
      int equals = one.indexOf('=');
      int times = one.indexOf('x', equals);
      all.add(
          new Writes(
              one.substring(0, equals),
              Double.parseDouble(one.substring(equals + 1, times)),
              Integer.parseInt(one.substring(times + 1))));
    }
    return all;
  }
}
