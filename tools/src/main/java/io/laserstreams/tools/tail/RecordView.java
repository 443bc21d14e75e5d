package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.Schemas;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lines of a topic: decoded records that pass the filter. For one thread. */
final class RecordView {
  private final TailedTopic topic;
  private final String prefix;
  private final RecordFilter filter;
  private final ValueDecoder decoder;

  /**
   * @throws io.laserstreams.runtime.failure.UserException if no record of the topic can pass
   */
  RecordView(TailedTopic topic, String prefix, RecordFilter filter, Schemas schemas) {
    topic.entry().ifPresent(filter::requirePossible);
    this.topic = topic;
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.filter = requireNonNull(filter, "filter is null");
    this.decoder = new ValueDecoder(topic, schemas);
  }

  /** The record's line; empty if it does not pass. */
  Optional<ObjectNode> line(ConsumerRecord<byte[], byte[]> source) {
    if (!filter.acceptsKey(source.key())) {
      return Optional.empty();
    }
    TailedRecord record = new TailedRecord(source, decoder.decode(source.value()));
    boolean letter = topic.entry().filter(Topic.DEAD_LETTERS::equals).isPresent();
    return filter.accepts(record, letter ? origin(source) : topic.entry(), letter)
        ? Optional.of(record.json(topic.entry().flatMap(Topic::schema).isEmpty()))
        : Optional.empty();
  }

  /** Where the record of a dead letter came from. */
  private Optional<Topic> origin(ConsumerRecord<byte[], byte[]> letter) {
    return Optional.ofNullable(DeadLetter.read(letter).topic())
        .flatMap(name -> TailedTopic.entry(name, prefix));
  }
}
