package io.laserstreams.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.testsupport.InMemorySchemas;
import io.laserstreams.worker.delivery.Acknowledgement;
import io.laserstreams.worker.encoder.EncoderSet;
import io.laserstreams.worker.generator.TemplateTextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.taste.RatingScale;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged requests: each is answered or becomes a dead letter, and none is delivered again. */
@Tag("fuzz")
class RequestFuzzTest {
  private static final int RECORDS = 5_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final List<byte[]> answers = new ArrayList<>();

  @Test
  void shouldAnswerOrRejectEachRequest() {
    var sent = new AvroSerializer<KnowledgeAnswer>(schemas);
    RequestHandler handler =
        new RequestHandler(
            new AvroDeserializer<>(schemas, KnowledgeRequest.class),
            new RequestAnswerer(
                new TemplateTextGenerator(new RatingScale("1 to 5", 3)),
                new EncoderSet(List.of(new StubEncoder("a")), 1, meters),
                InstantSource.system(),
                metrics),
            answer -> answers.add(sent.serialize("knowledge-answers", answer)),
            new DeadLetters("worker", "dead-letters", letters, meters),
            metrics,
            Duration.ofMinutes(1),
            Duration.ofMillis(1),
            5);
    KnowledgeRequest item = Requests.toyStory();
    KnowledgeRequest user =
        Requests.user(
            "1",
            Map.of("age", "25"),
            new HistoryEntry("a", "A Film", List.of("Drama"), 4f, 1L),
            new HistoryEntry("b", "B", List.of(), null, 2L));
    var written = new AvroSerializer<KnowledgeRequest>(schemas);
    int[] rejected = {0};
    CodecFuzz.records(
        RECORDS,
        List.of(
            written.serialize("knowledge-requests", item),
            written.serialize("knowledge-requests", user)),
        bytes -> {
          letters.clear();
          answers.clear();
          Acknowledgement result =
              handler.handle(
                  new ConsumerRecord<>("knowledge-requests", 0, 7, "1".getBytes(UTF_8), bytes), 1);
          assertNotEquals(Acknowledgement.RELEASE, result);
          assertEquals(1, answers.size() + letters.history().size());
          letters
              .history()
              .forEach(
                  letter ->
                      assertNotEquals(
                          "worker-fault",
                          new String(
                              letter.headers().lastHeader(DeadLetter.REASON_HEADER).value(),
                              UTF_8)));
          rejected[0] += result == Acknowledgement.REJECT ? 1 : 0;
        });
    assertTrue(rejected[0] > 0 && rejected[0] < RECORDS, "rejected " + rejected[0]);
  }
}
