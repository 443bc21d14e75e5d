package io.laserstreams.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the output topics. Record time is the wall clock's, never an event time: time retention
 * would delete a record with an old event time at once.
 */
final class TopicSink implements KnowledgeSink {
  static final String TIMEOUT_REASON = "knowledge-timeout";

  private static final Logger log = LoggerFactory.getLogger(TopicSink.class);

  private final ProcessorContext<String, Object> context;
  private final String requestTopic;
  private final String deadLetterTopic;
  private final AvroSerializer<KnowledgeRequest> requests;

  TopicSink(ProcessorContext<String, Object> context, String topicPrefix, Schemas schemas) {
    this.context = requireNonNull(context, "context is null");
    this.requestTopic = Topic.KNOWLEDGE_REQUESTS.on(topicPrefix);
    this.deadLetterTopic = Topic.DEAD_LETTERS.on(topicPrefix);
    this.requests = new AvroSerializer<>(schemas);
  }

  @Override
  public void request(KnowledgeRequest request) {
    forward(request.getSubjectId(), request, new RecordHeaders(), KnowledgeTopology.REQUESTS_OUT);
  }

  @Override
  public void publish(SubjectKey key, Knowledge knowledge) {
    forward(key.id(), knowledge, new RecordHeaders(), knowledgeOut(key));
  }

  @Override
  public void delete(SubjectKey key) {
    forward(key.id(), null, new RecordHeaders(), knowledgeOut(key));
  }

  /**
   * The dead letter names the request topic as its origin, so that replaying it sends the request
   * to the workers again.
   */
  @Override
  public void abandon(KnowledgeRequest request, String message) {
    log.warn("{}: {}", TIMEOUT_REASON, message);
    byte[] value = requests.serialize(requestTopic, request);
    DeadLetter letter =
        new DeadLetter(
            KnowledgeConfig.APP,
            TIMEOUT_REASON,
            message,
            requestTopic,
            -1,
            -1,
            request.getSubjectId().getBytes(UTF_8),
            value);
    forward(
        request.getSubjectId(),
        value,
        letter.toRecord(deadLetterTopic, null, null).headers(),
        KnowledgeTopology.DEAD_LETTERS_OUT);
  }

  private void forward(String key, @Nullable Object value, Headers headers, String sink) {
    context.forward(new Record<>(key, value, context.currentSystemTimeMs(), headers), sink);
  }

  private static String knowledgeOut(SubjectKey key) {
    return key.kind() == SubjectKind.USER
        ? KnowledgeTopology.KNOWLEDGE_USERS_OUT
        : KnowledgeTopology.KNOWLEDGE_ITEMS_OUT;
  }
}
