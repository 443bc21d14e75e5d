package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.AdminAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that topics accept what the app writes. A record that the broker refuses as too large
 * inside a transaction blocks the stream: the producer of Kafka 4.3 splits its batch and retries
 * until the transaction times out, and then everything repeats.
 */
final class RecordSizes {
  /** For the headers of a dead letter, and the batch around a record. */
  static final int OVERHEAD_BYTES = 32 << 10;

  private static final Logger log = LoggerFactory.getLogger(RecordSizes.class);

  private RecordSizes() {}

  /**
   * Which topics accept too little, in words; empty if all fit, or if the app may not read the
   * limits.
   *
   * @param maxRecordBytes size of the largest value written to {@code sinks}
   */
  static Optional<String> contradiction(
      Admin admin, Set<String> sources, Set<String> sinks, String deadLetters, int maxRecordBytes)
      throws InterruptedException {
    Set<String> all = new TreeSet<>(sources);
    all.addAll(sinks);
    all.add(deadLetters);
    try {
      return contradiction(limits(admin, all), sources, sinks, deadLetters, maxRecordBytes);
    } catch (AuthorizationException e) {
      log.warn(
          "The topics' max.message.bytes cannot be read, so they are not checked: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  static Optional<String> contradiction(
      Map<String, Integer> limits,
      Set<String> sources,
      Set<String> sinks,
      String deadLetters,
      int maxRecordBytes) {
    List<String> found = new ArrayList<>();
    sinks.stream()
        .filter(sink -> limit(limits, sink) < maxRecordBytes + OVERHEAD_BYTES)
        .forEach(
            sink ->
                found.add(
                    "%s has max.message.bytes=%d, but %s is %d"
                        .formatted(
                            sink, limits.get(sink), StreamsKeys.MAX_RECORD_BYTES, maxRecordBytes)));
    int largestSource = sources.stream().mapToInt(source -> limit(limits, source)).max().orElse(0);
    if (limit(limits, deadLetters) < largestSource + OVERHEAD_BYTES) {
      found.add(
          "%s has max.message.bytes=%d, but must accept any record of %s, which may have %d"
              .formatted(deadLetters, limits.get(deadLetters), sources, largestSource));
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Topics accept too little: "
                + String.join("; ", found)
                + ". At least "
                + OVERHEAD_BYTES
                + " bytes must be left; set max.message.bytes, or run: laser topics apply");
  }

  private static Map<String, Integer> limits(Admin admin, Set<String> topics)
      throws InterruptedException {
    Set<ConfigResource> resources =
        topics.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .collect(Collectors.toSet());
    Map<String, Integer> limits = new TreeMap<>();
    AdminAnswer.of(admin.describeConfigs(resources).all())
        .forEach(
            (topic, config) ->
                limits.put(
                    topic.name(),
                    Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())));
    return limits;
  }

  private static int limit(Map<String, Integer> limits, String topic) {
    return requireNonNull(limits.get(topic), topic);
  }
}
