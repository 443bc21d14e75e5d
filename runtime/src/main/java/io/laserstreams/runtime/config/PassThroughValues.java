package io.laserstreams.runtime.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Refuses values of passed-through properties that the clients would refuse later, wrapped in other
 * errors and under other names.
 */
final class PassThroughValues {
  private static final Map<String, ConfigDef> DEFINITIONS =
      new TreeMap<>(
          Map.of(
              ClientProperties.CONSUMER,
              ConsumerConfig.configDef(),
              ClientProperties.PRODUCER,
              ProducerConfig.configDef(),
              ClientProperties.ADMIN,
              AdminClientConfig.configDef(),
              ClientProperties.STREAMS,
              StreamsConfig.configDef()));

  /** Consumers inside Kafka Streams, with or without its own prefix. */
  private static final List<String> STREAMS_CONSUMERS =
      List.of("main.consumer.", "restore.consumer.", "global.consumer.");

  private static final Set<String> LISTS_OF_CLASSES =
      Set.of("interceptor.classes", "metric.reporters");

  private PassThroughValues() {}

  /**
   * @throws ConfigException naming the key as it stands in the file, its value and what would be
   *     valid
   */
  static void check(ClientProperties clients) {
    new TreeMap<>(clients.passedThrough())
        .forEach((name, value) -> check(name, withoutStreams(name), value));
  }

  private static void check(String name, String property, Object value) {
    for (String consumer : STREAMS_CONSUMERS) {
      if (property.startsWith(consumer)) {
        check(name, property.substring(consumer.length()), value, ConsumerConfig.configDef());
        return;
      }
    }
    for (Map.Entry<String, ConfigDef> kind : DEFINITIONS.entrySet()) {
      if (property.startsWith(kind.getKey())) {
        check(name, property.substring(kind.getKey().length()), value, kind.getValue());
        return;
      }
    }
    if (name.equals(property)) {
      DEFINITIONS.values().forEach(definition -> check(name, property, value, definition));
    } else {
      check(name, property, value, StreamsConfig.configDef());
    }
  }

  private static void check(String name, String property, Object value, ConfigDef definition) {
    ConfigKey key = definition.configKeys().get(property);
    if (key == null) {
      return;
    }
    Map<String, Object> alone = new HashMap<>();
    alone.put(property, value);
    StrictParser.check(key, ClientProperties.PREFIX + name, alone);
    if (LISTS_OF_CLASSES.contains(property)) {
      for (Object each : (List<?>) ConfigDef.parseType(property, value, ConfigDef.Type.LIST)) {
        requireClass(name, String.valueOf(each));
      }
    }
  }

  private static void requireClass(String name, String type) {
    try {
      Class.forName(type, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ConfigException(
          "Configuration key "
              + ClientProperties.PREFIX
              + name
              + " names the class "
              + type
              + ", which is not on the class path");
    }
  }

  private static String withoutStreams(String name) {
    return name.startsWith(ClientProperties.STREAMS)
        ? name.substring(ClientProperties.STREAMS.length())
        : name;
  }
}
