package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.serde.UnreadableRecordException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used, as stored on the dead-letter topic: the original key, value and
 * headers, and further headers with the reason and the origin. Those that start with {@code
 * __streams.errors.} are Kafka Streams' own (KIP-1034).
 *
 * <p>The letter's record time is the wall clock's: the topic has time retention, and the bad
 * record's time may be arbitrary.
 *
 * @param app the app that could not use it
 * @param reason a short stable word, for example {@code unreadable}
 * @param message names the offending thing, its value and the way out; null if the exception has
 *     none
 * @param topic where the record came from; null if from no topic, for example from a punctuator
 * @param partition of {@code topic}, or -1
 * @param offset on the partition, or -1
 * @param key original bytes
 * @param value original bytes
 */
public record DeadLetter(
    String app,
    String reason,
    @Nullable String message,
    @Nullable String topic,
    int partition,
    long offset,
    byte @Nullable [] key,
    byte @Nullable [] value) {
  public static final String REASON_HEADER = "laser.reason";
  public static final String APP_HEADER = "laser.app";
  public static final String EXCEPTION_HEADER = "__streams.errors.exception";
  public static final String STACK_TRACE_HEADER = "__streams.errors.stacktrace";
  public static final String MESSAGE_HEADER = "__streams.errors.message";
  public static final String TOPIC_HEADER = "__streams.errors.topic";
  public static final String PARTITION_HEADER = "__streams.errors.partition";
  public static final String OFFSET_HEADER = "__streams.errors.offset";

  public static final String UNREADABLE = "unreadable";
  public static final String TOO_LARGE = "too-large";

  private static final int MAX_STACK_TRACE_LENGTH = 8_192;
  private static final List<String> OWN_HEADERS =
      List.of(
          REASON_HEADER,
          APP_HEADER,
          EXCEPTION_HEADER,
          STACK_TRACE_HEADER,
          MESSAGE_HEADER,
          TOPIC_HEADER,
          PARTITION_HEADER,
          OFFSET_HEADER);

  public DeadLetter {
    requireNonNull(app, "app is null");
    requireNonNull(reason, "reason is null");
  }

  /** The reason for an exception that makes a record bad. */
  public static String reasonOf(Throwable cause) {
    if (cause instanceof BadRecordException bad) {
      return bad.reason();
    }
    if (cause instanceof UnreadableRecordException || cause instanceof SerializationException) {
      return UNREADABLE;
    }
    return cause instanceof RecordTooLargeException ? TOO_LARGE : "other";
  }

  /** A letter about a consumed record. */
  public static DeadLetter of(String app, ConsumerRecord<byte[], byte[]> bad, Throwable cause) {
    return new DeadLetter(
        app,
        reasonOf(cause),
        cause.getMessage(),
        bad.topic(),
        bad.partition(),
        bad.offset(),
        bad.key(),
        bad.value());
  }

  /** The record to write. */
  public ProducerRecord<byte[], byte[]> toRecord(
      String deadLetterTopic, @Nullable Headers original, @Nullable Throwable cause) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(deadLetterTopic, key, value);
    if (original != null) {
      original.forEach(
          header -> {
            if (!OWN_HEADERS.contains(header.key())) {
              record.headers().add(header);
            }
          });
    }
    add(record, REASON_HEADER, reason);
    add(record, APP_HEADER, app);
    add(record, MESSAGE_HEADER, message);
    if (cause != null) {
      add(record, EXCEPTION_HEADER, cause.getClass().getName());
      add(record, STACK_TRACE_HEADER, stackTrace(cause));
    }
    add(record, TOPIC_HEADER, topic);
    add(record, PARTITION_HEADER, Integer.toString(partition));
    add(record, OFFSET_HEADER, Long.toString(offset));
    return record;
  }

  /**
   * Reads a letter from the dead-letter topic; missing or malformed headers yield "unknown", null
   * or -1.
   */
  public static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
    return read(letter.headers(), letter.key(), letter.value());
  }

  /** Reads a letter from the parts of its record. */
  public static DeadLetter read(Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
    String app = header(headers, APP_HEADER);
    String reason = header(headers, REASON_HEADER);
    return new DeadLetter(
        app == null ? "unknown" : app,
        reason == null ? "unknown" : reason,
        header(headers, MESSAGE_HEADER),
        header(headers, TOPIC_HEADER),
        (int) number(headers, PARTITION_HEADER, Integer.MAX_VALUE),
        number(headers, OFFSET_HEADER, Long.MAX_VALUE),
        key,
        value);
  }

  /** The headers that the record had before it became a letter. */
  public static List<Header> originalHeaders(ConsumerRecord<byte[], byte[]> letter) {
    return StreamSupport.stream(letter.headers().spliterator(), false)
        .filter(header -> !OWN_HEADERS.contains(header.key()))
        .toList();
  }

  private static @Nullable String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private static long number(Headers headers, String name, long max) {
    try {
      long number = Long.parseLong(String.valueOf(header(headers, name)));
      return number >= 0 && number <= max ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void add(
      ProducerRecord<byte[], byte[]> record, String name, @Nullable String text) {
    record.headers().add(name, text == null ? null : text.getBytes(UTF_8));
  }

  private static String stackTrace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.getBuffer()
        .substring(0, Math.min(text.getBuffer().length(), MAX_STACK_TRACE_LENGTH));
  }
}
