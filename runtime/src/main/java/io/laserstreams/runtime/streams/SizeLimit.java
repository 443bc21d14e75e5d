package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses values larger than a record may be before they reach the producer, whose refusal would
 * abort the transaction again and again. {@code UnwritableRecordHandler} makes a dead letter of it.
 * Wraps the value serializer of every sink.
 */
public final class SizeLimit<T> implements Serializer<T> {
  private final Serializer<T> serializer;
  private final int maxBytes;

  private SizeLimit(Serializer<T> serializer, int maxBytes) {
    this.serializer = requireNonNull(serializer, "serializer is null");
    this.maxBytes = maxBytes;
  }

  /** The serializer, limited to the app's {@link StreamsKeys#MAX_RECORD_BYTES}. */
  public static <T> Serializer<T> on(Serializer<T> serializer, AppConfig config) {
    return new SizeLimit<>(serializer, maxBytes(config));
  }

  /** Size of the largest value that the app writes. */
  public static int maxBytes(AppConfig config) {
    return config.getInt(StreamsKeys.MAX_RECORD_BYTES);
  }

  @Override
  public byte @Nullable [] serialize(String topic, T value) {
    return checked(topic, serializer.serialize(topic, value));
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, T value) {
    return checked(topic, serializer.serialize(topic, headers, value));
  }

  @Override
  public void close() {
    serializer.close();
  }

  private byte @Nullable [] checked(String topic, byte @Nullable [] bytes) {
    if (bytes != null && bytes.length > maxBytes) {
      throw new RecordTooLargeException(
          "A value of "
              + bytes.length
              + " bytes for "
              + topic
              + " is larger than "
              + StreamsKeys.MAX_RECORD_BYTES
              + " = "
              + maxBytes);
    }
    return bytes;
  }
}
