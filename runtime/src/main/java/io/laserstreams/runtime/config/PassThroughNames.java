package io.laserstreams.runtime.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns about properties of Kafka's clients that no client knows. They are not errors: login
 * callbacks and interceptors read keys of their own.
 */
final class PassThroughNames {
  private static final Logger log = LoggerFactory.getLogger(PassThroughNames.class);
  private static final List<String> PREFIXES =
      List.of(
          "streams.",
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "consumer.",
          "producer.",
          "admin.");
  private static final Set<String> KNOWN = known();

  private PassThroughNames() {}

  static void warnIfUnknown(String name) {
    String bare = name;
    for (String prefix : PREFIXES) {
      bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
    }
    if (!KNOWN.contains(bare) && !name.startsWith("topic.") && !name.startsWith("streams.topic.")) {
      log.warn(
          "Kafka's clients know no property {} ({}{}); did you mean {}?",
          bare,
          ClientProperties.PREFIX,
          name,
          StrictParser.nearest(bare, KNOWN).orElse(""));
    }
  }

  private static Set<String> known() {
    Set<String> names = new HashSet<>(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    names.addAll(StreamsConfig.configDef().names());
    return Set.copyOf(names);
  }
}
