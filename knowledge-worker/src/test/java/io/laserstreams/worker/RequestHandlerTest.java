package io.laserstreams.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.worker.delivery.Acknowledgement;
import io.laserstreams.worker.encoder.EncoderSet;
import io.laserstreams.worker.generator.GeneratedText;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.generator.TemplateTextGenerator;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.taste.RatingScale;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RequestHandlerTest {
  private static final int MAX_DELIVERIES = 4;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(5_000));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<KnowledgeAnswer> answers = new ArrayList<>();
  private final Deque<RuntimeException> decodeFailures = new ArrayDeque<>();
  private final Deque<RuntimeException> sendFailures = new ArrayDeque<>();
  private final Deque<RuntimeException> writeFailures = new ArrayDeque<>();
  private KnowledgeRequest request = Requests.toyStory();
  private int written;

  @Test
  void shouldAnswerWithTextVectorsAndProvenance() {
    assertEquals(Acknowledgement.ACCEPT, handle());

    assertEquals(
        List.of(
            new KnowledgeAnswer(
                "ITEM/1/0",
                SubjectKind.ITEM,
                "1",
                0L,
                0L,
                "Toy Story (1995). Categories: Animation, Comedy. director John Lasseter, year"
                    + " 1995. Toys come to life\n"
                    + "when nobody looks.",
                List.of(
                    new KnowledgeVector("a", List.of(0.6f, 0.8f)),
                    new KnowledgeVector("b", List.of(0.6f, 0.8f))),
                new Provenance(
                    "template:v1", "none", List.of("a", "b"), 5_000L, "ITEM/1/0", 0L, 0L))),
        answers);
    assertEquals(1, count("laser.worker.requests", "outcome", "answered"));
    assertEquals(0, meters.get("laser.worker.in.flight").gauge().value());
    assertEquals(1, meters.get("laser.worker.encode").tag("encoder", "a").timer().count());
    assertEquals(
        1, meters.get("laser.worker.generate").tag("generator", "template:v1").timer().count());
  }

  @Test
  void shouldSayWhatTheTextCost() {
    handler(
            generator(asked -> Optional.of(new GeneratedText("Text.", "openai:m", "p", 120, 30))),
            Duration.ofMinutes(1))
        .handle(record("1"), 1);
    Provenance provenance = answers.get(0).getProvenance();
    assertEquals(120, provenance.getPromptTokens());
    assertEquals(30, provenance.getCompletionTokens());
  }

  @Test
  void shouldAcceptARequestWithoutAnAnswer() {
    assertEquals(
        Acknowledgement.ACCEPT,
        handler(generator(r -> Optional.empty()), Duration.ofMinutes(1)).handle(record("1"), 1));
    assertEquals(List.of(), answers);
    assertEquals(1, count("laser.worker.requests", "outcome", "unanswered"));
  }

  @Test
  void shouldDeadLetterAnUnreadableRecord() {
    decodeFailures.add(new UnreadableRecordException("not Avro"));
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter("unreadable", "not Avro");
    assertEquals(0, written);
  }

  @Test
  void shouldDeadLetterAnInvalidRequest() {
    request = null;
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter("no-value", "A request has no value");

    request =
        KnowledgeRequest.newBuilder(Requests.toyStory())
            .setRequestId("?/1/0")
            .setSubjectKind(SubjectKind.UNKNOWN)
            .build();
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter(
        "unknown-subject-kind",
        "Request ?/1/0 is about neither a user nor an item; is this worker older than"
            + " streams-knowledge?");

    request = Requests.toyStory();
    assertEquals(Acknowledgement.REJECT, handler().handle(record("2"), 1));
    assertLetter("wrong-key", "Request ITEM/1/0 is about '1' but its key is '2'");
  }

  @Test
  void shouldDeadLetterWhatTheGeneratorRefuses() {
    writeFailures.add(new RequestRefusedException("cut-text", "too long"));
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter("cut-text", "too long");
    assertEquals(1, count("laser.worker.requests", "outcome", "rejected"));
  }

  @Test
  void shouldDeadLetterARequestWhoseAnswerIsTooLarge() {
    sendFailures.add(new RecordTooLargeException("2 MB"));
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter("too-large", "2 MB");
  }

  @Test
  void shouldWaitForRegistryGeneratorAndBrokersWithoutWritingTwice() {
    decodeFailures.add(new RegistryUnavailableException("registry", null));
    decodeFailures.add(new RegistryUnavailableException("registry", null));
    writeFailures.add(new GeneratorUnavailableException("model is loading"));
    for (int i = 0; i < 5; i++) {
      sendFailures.add(new TimeoutException("no broker"));
    }
    assertEquals(Acknowledgement.ACCEPT, handle());
    assertEquals(1, answers.size());
    assertEquals(1, written);
    assertEquals(2, count("laser.worker.failures", "reason", "RegistryUnavailableException"));
    assertEquals(1, count("laser.worker.failures", "reason", "GeneratorUnavailableException"));
    assertEquals(5, count("laser.worker.failures", "reason", "TimeoutException"));
    assertTrue(letters.history().isEmpty());
  }

  @Test
  void shouldReleaseARequestWhenThePatienceIsOver() {
    TextGenerator down =
        generator(
            r -> {
              throw new GeneratorUnavailableException("down");
            });
    assertEquals(
        Acknowledgement.RELEASE, handler(down, Duration.ofMillis(20)).handle(record("1"), 1));
    assertTrue(letters.history().isEmpty());
    assertEquals(1, count("laser.worker.requests", "outcome", "released"));
  }

  @Test
  void shouldDeadLetterARequestThatExposesABug() {
    for (int i = 0; i < 3; i++) {
      writeFailures.add(new IllegalStateException("bug"));
    }
    assertEquals(Acknowledgement.REJECT, handle());
    assertLetter(
        "worker-fault",
        "The worker cannot handle the request: java.lang.IllegalStateException: bug");
    assertTrue(writeFailures.isEmpty());
  }

  @Test
  void shouldDeadLetterARequestThatCausesAJvmError() {
    Deque<Error> errors =
        new ArrayDeque<>(
            List.of(
                new StackOverflowError(), new OutOfMemoryError("heap"), new StackOverflowError()));
    assertEquals(
        Acknowledgement.REJECT,
        handler(
                generator(
                    r -> {
                      throw errors.remove();
                    }),
                Duration.ofMinutes(1))
            .handle(record("1"), 1));
    assertLetter(
        "worker-fault", "The worker cannot handle the request: java.lang.StackOverflowError");
    assertTrue(errors.isEmpty());
  }

  @Test
  void shouldNotHandleARequestThatWasDeliveredTooOften() {
    assertEquals(Acknowledgement.REJECT, handler().handle(record("1"), MAX_DELIVERIES + 1));
    assertLetter(
        "delivered-too-often",
        "Delivered 5 times without an answer: each time its worker died, was stopped or lost its"
            + " lock, the last times while handling it alone. Find out why the workers ended,"
            + " then replay it");
    assertEquals(0, written);
    assertEquals(Acknowledgement.ACCEPT, handler().handle(record("1"), MAX_DELIVERIES));
  }

  @Test
  void shouldHoldARequestThatWasReleasedBeforeUntilTheOutageIsOver() {
    AtomicInteger attempts = new AtomicInteger();
    TextGenerator downForLong =
        generator(
            r -> {
              if (attempts.incrementAndGet() < 8) {
                throw new GeneratorUnavailableException("down");
              }
              return new TemplateTextGenerator(new RatingScale("1 to 5", 3)).write(r);
            });
    assertEquals(
        Acknowledgement.ACCEPT, handler(downForLong, Duration.ofMillis(20)).handle(record("1"), 2));
    assertEquals(8, attempts.get());
  }

  @Test
  void shouldReportTheOutageAndReleaseWhenInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    RequestHandler handler =
        handler(
            generator(
                r -> {
                  asked.countDown();
                  throw new GeneratorUnavailableException("the chat server is down");
                }),
            Duration.ofMinutes(1));
    FutureTask<Acknowledgement> task = new FutureTask<>(() -> handler.handle(record("1"), 1));
    Thread worker = new Thread(task);
    worker.start();
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    assertEquals(Optional.of("the chat server is down"), handler.outage());

    worker.interrupt();
    assertEquals(Acknowledgement.RELEASE, task.get(30, TimeUnit.SECONDS));
    assertFalse(handler.outage().isPresent());
  }

  private Acknowledgement handle() {
    return handler().handle(record("1"), 1);
  }

  private RequestHandler handler() {
    TemplateTextGenerator template = new TemplateTextGenerator(new RatingScale("1 to 5", 3));
    return handler(
        generator(
            r -> {
              failOnce(writeFailures);
              written++;
              return template.write(r);
            }),
        Duration.ofMinutes(1));
  }

  private RequestHandler handler(TextGenerator generator, Duration patience) {
    WorkerMetrics metrics = new WorkerMetrics(meters);
    EncoderSet encoders =
        new EncoderSet(List.of(new StubEncoder("a"), new StubEncoder("b")), 1, meters);
    return new RequestHandler(
        (topic, bytes) -> {
          failOnce(decodeFailures);
          return request;
        },
        new RequestAnswerer(generator, encoders, CLOCK, metrics),
        answer -> {
          failOnce(sendFailures);
          answers.add(answer);
        },
        new DeadLetters("worker", "dead-letters", letters, meters),
        metrics,
        patience,
        Duration.ofMillis(1),
        MAX_DELIVERIES);
  }

  private static void failOnce(Deque<RuntimeException> failures) {
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
  }

  private static TextGenerator generator(
      Function<KnowledgeRequest, Optional<GeneratedText>> writing) {
    return new TextGenerator() {
      @Override
      public String id() {
        return "stub";
      }

      @Override
      public Optional<GeneratedText> write(KnowledgeRequest request) {
        return writing.apply(request);
      }
    };
  }

  private static ConsumerRecord<byte[], byte[]> record(String key) {
    return new ConsumerRecord<>("knowledge-requests", 0, 7, key.getBytes(UTF_8), new byte[] {1, 2});
  }

  private void assertLetter(String reason, String message) {
    ProducerRecord<byte[], byte[]> letter = letters.history().get(letters.history().size() - 1);
    Map<String, String> headers = new HashMap<>();
    letter
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    assertEquals(reason, headers.get(DeadLetter.REASON_HEADER));
    assertEquals(message, headers.get(DeadLetter.MESSAGE_HEADER));
    assertEquals("7", headers.get(DeadLetter.OFFSET_HEADER));
    assertEquals(2, letter.value().length);
  }

  private double count(String name, String tag, String value) {
    return meters.get(name).tag(tag, value).counter().count();
  }
}
