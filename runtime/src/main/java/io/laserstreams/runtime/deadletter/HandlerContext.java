package io.laserstreams.runtime.deadletter;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers need. Kafka Streams creates handlers by reflection and passes them its
 * configuration, which contains this object under {@link #KEY}.
 *
 * @param app the app's short name
 * @param topic the dead-letter topic's full name
 */
public record HandlerContext(String app, String topic, MeterRegistry registry) {
  static final String KEY = "laser.dead.letters";

  public HandlerContext {
    requireNonNull(app, "app is null");
    requireNonNull(topic, "topic is null");
    requireNonNull(registry, "registry is null");
  }

  /** Puts the three handlers and this context into the configuration of Kafka Streams. */
  @SuppressWarnings("deprecation") // Deprecated until it is always on.
  public void install(Map<String, Object> streamsProperties) {
    streamsProperties.put(KEY, this);
    streamsProperties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        UnreadableRecordHandler.class);
    streamsProperties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, BadRecordHandler.class);
    streamsProperties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    streamsProperties.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecordHandler.class);
  }

  static HandlerContext from(Map<String, ?> configs) {
    if (configs.get(KEY) instanceof HandlerContext context) {
      return context;
    }
    throw new IllegalStateException(
        "Kafka Streams is configured without " + KEY + "; use HandlerContext.install");
  }

  List<ProducerRecord<byte[], byte[]>> letter(
      ErrorHandlerContext source, byte @Nullable [] key, byte @Nullable [] value, Exception cause) {
    DeadLetter letter =
        new DeadLetter(
            app,
            DeadLetter.reasonOf(cause),
            cause.getMessage(),
            source.topic(),
            source.partition(),
            source.offset(),
            key,
            value);
    new DeadLetterCounter(registry).count(letter);
    return List.of(letter.toRecord(topic, source.headers(), cause));
  }
}
